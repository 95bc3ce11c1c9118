#!/usr/bin/env bash
# Train the adapters of a model, all modules, from annotated data to figures: one command on a machine with a GPU.
#
#   examples/train_adapters.sh DATA OUT [DEV]
#
# DATA is a folder of annotated sets that `husky train synthesize` knows, DEV one of sets to measure on (FILE names as
# their benchmark's), OUT where everything is written. What is done already is not done twice: start it again after a
# stop. Variables:
#   MODEL     the model to tune                                           (qwen2.5-coder-1.5b)
#   LIMIT     only so many records of each file, to try it out            (all)
#   SAMPLES   programs that the model itself tries for each question; a right one replaces the annotated one  (4)
#   EXAMPLES  keep or drop the profile's few-shot turns                   (drop: a tuned model needs none)
#   FINETUNE  more options of `husky train finetune`, --kind alora say    (none)
#   GPUS      how many GPUs train together, by accelerate                 (1)
#   SETS      benchmarks of DEV                                           (gsm8k tabmwp strategyqa mathqa_gain math gdm)
#   QUESTIONS so many questions of each                                   (100)
#   HUSKY     the command                                                 (husky)
set -euo pipefail

if [ $# -lt 2 ]; then
  sed -n '2,20s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
data=$1 out=$2 dev=${3:-}
model=${MODEL:-qwen2.5-coder-1.5b}
samples=${SAMPLES:-4}
examples=${EXAMPLES:-drop}
gpus=${GPUS:-1}
questions=${QUESTIONS:-100}
read -r -a husky <<<"${HUSKY:-husky}"
read -r -a finetune <<<"${FINETUNE:-}"
read -r -a sets <<<"${SETS:-gsm8k tabmwp strategyqa mathqa_gain math gdm}"
name=$(printf '%s' "$model" | tr -c 'A-Za-z0-9._-' '-')
trainer=("${husky[@]}")
if [ "$gpus" -gt 1 ]; then
  trainer=(accelerate launch --multi_gpu --num_processes "$gpus" -m husky_kernel.cli)
fi
mkdir -p "$out"

echo "== 1. trajectories: every annotation carried out and checked" >&2
exclude=()
if [ -n "$dev" ]; then
  for file in "$dev"/*.json*; do exclude+=(--exclude "$file"); done
fi
if [ ! -f "$out/trajectories.done" ]; then
  "${husky[@]}" train synthesize --data "$data" --from all ${LIMIT:+--limit "$LIMIT"} "${exclude[@]}" \
    --out "$out/trajectories.jsonl"
  touch "$out/trajectories.done"
fi

echo "== 2. the model's own right programs in the place of annotated ones" >&2
solved=$out/trajectories.jsonl
if [ "$samples" -gt 0 ]; then
  solved=$out/own.$name.jsonl
  if [ ! -f "$solved" ]; then
    "${husky[@]}" train sample "$out/trajectories.jsonl" --out "$solved" --model "$model" --samples "$samples"
  fi
fi

echo "== 3. pairs, in the layout that the modules are asked in" >&2
if [ ! -f "$out/pairs/build.json" ]; then
  "${husky[@]}" train build "$solved" --out "$out/pairs" --model "$model" --examples "$examples"
fi

echo "== 4. an adapter for each module" >&2
if [ ! -f "$out/$name.done" ]; then
  "${trainer[@]}" train finetune --module all --data "$out/pairs" --model "$model" --out "$out/$name" --resume \
    ${finetune[@]+"${finetune[@]}"}
  touch "$out/$name.done"
fi

echo "== 5. adapters ready for the model's engine" >&2
adapted=$model
for folder in "$out/$name"/*/; do
  module=$(basename "$folder")
  if ! "${husky[@]}" models adapters --json | grep -q "\"name\": \"$name-$module\""; then
    "${husky[@]}" models add-adapter "$folder"
  fi
  adapted="$adapted+$module=$name-$module"
done
echo "try them: husky run --model $adapted \"QUESTION\"" >&2

if [ -n "$dev" ]; then
  echo "== 6. figures, without the adapters and with them" >&2
  for set in "${sets[@]}"; do
    file=$(find "$dev" -name "$set*.json*" | sort | head -n 1)
    if [ -z "$file" ]; then continue; fi
    for which in before after; do
      asked=$model
      if [ $which = after ]; then asked=$adapted; fi
      "${husky[@]}" eval run --set "$set" --data "$file" --limit "$questions" --agent husky --model "$asked" \
        --out "$out/$set.$which.json"
    done
    "${husky[@]}" eval compare "$out/$set.before.json" "$out/$set.after.json"
  done
fi
