"""Ordinary programs of pandas that are right, on small tables of our own: no note may speak against them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def tables() -> dict[str, Any]:
    """The tables, made anew for each program."""
    rng = np.random.default_rng(7)
    count = 120
    sales = pd.DataFrame(
        {
            "order": np.arange(1, count + 1),
            "buyer": rng.integers(1, 31, count),
            "item": rng.choice(["lamp", "rug", "vase", "stool"], count, p=[0.4, 0.3, 0.2, 0.1]),
            "units": rng.integers(1, 9, count),
            "price": np.round(rng.uniform(3, 90, count), 2),
            "sold": pd.Timestamp("2030-01-01") + pd.to_timedelta(np.sort(rng.uniform(0, 364 * 24, count)), unit="h"),
            "channel": rng.choice(["web", "shop", "phone"], count, p=[0.5, 0.3, 0.2]),
            "returned": rng.choice(["yes", "no"], count, p=[0.2, 0.8]),
        }
    )
    buyers = pd.DataFrame(
        {
            "buyer": np.arange(1, 36),
            "name": [f"Person {number}" for number in range(1, 36)],
            "town": rng.choice(["Moss", "Hamar", "Bergen"], 35, p=[0.5, 0.3, 0.2]),
            "born": rng.integers(1950, 2005, 35),
        }
    )
    weather = pd.DataFrame(
        {
            "day": pd.date_range("2030-03-01", periods=60),
            "station": ["north", "south"] * 30,
            "rain": np.round(rng.gamma(1.1, 3, 60), 2),
            "high": np.round(rng.normal(9, 5, 60), 2),
        }
    )
    weather.loc[[3, 9, 30], "high"] = np.nan
    staff = pd.DataFrame(
        {
            "id": [11, 12, 13, 14, 15, 16],
            "name": ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"],
            "team": ["sea", "sea", "air", "air", "land", None],
            "pay": [51000, 62000, 58500, 49900, 70100, 45000],
            "boss": [np.nan, 11, 11, 13, 13, 15],
            "start": pd.to_datetime(
                ["2019-04-01", "2020-05-15", "2021-01-10", "2022-09-30", "2018-02-01", "2023-07-07"]
            ),
        }
    )
    marks = pd.DataFrame(
        {
            "pupil": ["Kim", "Lea", "Max"],
            "maths": [4.5, 5.5, 3.0],
            "music": [5.0, np.nan, 4.0],
            "sport": [6.0, 5.25, 5.5],
        }
    )
    games = pd.DataFrame(
        {"home": ["Owls", "Cats", "Owls"], "away": ["Cats", "Elks", "Elks"], "result": ["2:1", "0:3", "1:0"]}
    )
    texts = pd.DataFrame(
        {
            "code": ["007", "042", "108"],
            "note": ["call back, soon", "paid", "call"],
            "paid": ["1,200.50", "80", "95.00"],
        }
    )
    everything = (sales, buyers, weather, staff, marks, games, texts)
    return dict(zip(["sales", "buyers", "weather", "staff", "marks", "games", "texts"], everything, strict=True))


PROGRAMS = tuple(
    program.strip().replace("\\n", "\n")
    for program in """
len(sales)
sales['units'].sum()
(sales['units'] * sales['price']).sum()
sales['price'].mean()
sales['price'].median()
sales['price'].max() - sales['price'].min()
sales['item'].nunique()
sales['item'].unique()
sales['item'].value_counts()
sales['item'].value_counts(normalize=True) * 100
sales.groupby('item')['units'].sum()
sales.groupby('item')['units'].sum().sort_values(ascending=False)
sales.groupby('item', as_index=False).agg(total=('units', 'sum'), mean=('price', 'mean'))
sales.groupby(['item', 'channel']).size().unstack(fill_value=0)
sales.groupby('channel')['price'].agg(['min', 'max', 'mean'])
sales.groupby('item').agg({'units': 'sum', 'price': 'max', 'channel': 'first'})
sales.assign(total=sales['units'] * sales['price']).groupby('channel')['total'].sum()
sales.assign(total=lambda d: d['units'] * d['price']).groupby('item')['total'].sum().idxmax()
sales.loc[sales['price'].idxmax(), 'order']
sales.nlargest(3, 'price')[['order', 'price']]
sales.nsmallest(5, 'price')
sales.sort_values('price', ascending=False).head(3)
sales.sort_values('price').iloc[0]
sales.sort_values(['units', 'price'], ascending=[False, True]).head(4)
sales[sales['item'] == 'lamp']['units'].sum()
sales[(sales['item'] == 'rug') & (sales['units'] > 3)].shape[0]
sales.query("item == 'vase' and units > 2")
sales[sales['item'].isin(['lamp', 'rug'])].groupby('item')['price'].mean()
sales[sales['item'].str.contains('a')]['item'].unique()
sales.loc[sales['channel'] != 'web', 'units'].sum()
(sales['returned'] == 'yes').mean() * 100
sales.groupby('item')['returned'].apply(lambda s: (s == 'yes').mean() * 100)
sales['returned'].map({'yes': 1, 'no': 0}).mean()
sales[sales['sold'] >= '2030-07-01']['units'].sum()
sales[(sales['sold'] >= '2030-03-01') & (sales['sold'] < '2030-04-01')]
sales[sales['sold'].dt.year == 2030].groupby(sales['sold'].dt.month)['units'].sum()
sales.groupby(sales['sold'].dt.to_period('M'))['units'].sum()
sales.set_index('sold')['units'].resample('ME').sum()
sales.set_index('sold').loc['2030-05', 'units'].sum()
sales['sold'].dt.day_name().value_counts()
sales['sold'].max() - sales['sold'].min()
sales['sold'].min().date()
sales.groupby(sales['sold'].dt.date)['units'].sum().rolling(7).mean()
sales.pivot_table(index='item', columns='channel', values='units', aggfunc='sum', fill_value=0)
pd.crosstab(sales['item'], sales['channel'])
pd.crosstab(sales['item'], sales['returned'], normalize='index')
sales.drop_duplicates('buyer').shape[0]
sales.duplicated(['buyer', 'item']).sum()
sales.describe()
sales[['units', 'price']].corr()
sales['price'].quantile(0.9)
sales['price'].std()
sales.merge(buyers, on='buyer')
sales.merge(buyers, on='buyer').groupby('town')['units'].sum()
sales.merge(buyers, on='buyer', how='left')['town'].value_counts()
buyers.merge(sales, on='buyer', how='left').groupby('name')['units'].sum()
buyers[~buyers['buyer'].isin(sales['buyer'])]
pd.merge(sales, buyers[['buyer', 'town']], on='buyer', how='inner', validate='m:1').shape
buyers.merge(sales.groupby('buyer', as_index=False)['units'].sum(), on='buyer').sort_values('units')
sales.join(buyers.set_index('buyer'), on='buyer').groupby('town')['price'].mean()
sales['buyer'].map(buyers.set_index('buyer')['town']).value_counts()
sales.groupby('buyer').size().max()
sales.groupby('buyer')['order'].count().loc[lambda s: s > 5].index.tolist()
sales.groupby('item')['price'].transform('mean').round(2)
sales['price'] / sales.groupby('item')['price'].transform('sum')
t = sales.groupby('item')['units'].sum()\\nt / t.sum() * 100
sales.groupby('item')['price'].rank(ascending=False)
sales.loc[sales.groupby('item')['price'].idxmax(), ['item', 'order', 'price']]
sales.sort_values('price', ascending=False).groupby('item').head(2)
sales.groupby('channel')['item'].agg(lambda s: s.mode().iloc[0])
pd.cut(sales['price'], [0, 10, 50, 100]).value_counts().sort_index()
pd.qcut(sales['price'], 4).value_counts()
sales['units'].cumsum().iloc[-1]
sales.set_index('sold')['units'].cumsum()
sales['price'].where(sales['price'] > 50).count()
sales['price'].clip(upper=50).sum()
np.where(sales['price'] > 50, 'dear', 'cheap')
sales.assign(dear=sales['price'] > 50).groupby('item')['dear'].mean()
sales.rename(columns={'price': 'cost'}).columns.tolist()
sales['total'] = sales['units'] * sales['price']\\nsales['total'].sum()
sales.loc[sales['price'] > 80, 'price'] = 80\\nsales['price'].max()
d = sales.copy()\\nd['month'] = d['sold'].dt.month\\nd.groupby('month').size()
sales.drop(columns='returned').head()
sales = sales.sort_values('sold').reset_index(drop=True)\\nsales['sold'].diff().max()
sales['item'].str.upper().value_counts()
sales['item'].astype('category').cat.codes.nunique()
pd.concat([sales.head(3), sales.tail(2)])
pd.concat([buyers['name'], buyers['town']], axis=1)
sales.iloc[:5]
sales.iloc[10, 3]
sales.at[0, 'item']
sales.isna().sum()
weather['high'].mean()
weather.groupby('station')['high'].mean().round(1)
weather['high'].fillna(weather['high'].mean()).describe()
weather.dropna().groupby('station').size()
weather = weather.dropna(subset=['high'])\\nlen(weather)
weather[weather['rain'] == 0].shape[0]
weather.loc[weather['high'].idxmax(), 'day']
weather[weather['day'] <= '2030-03-31']['rain'].sum()
weather[weather['day'].between('2030-03-05', '2030-03-09')]
weather[weather['day'] == '2030-03-05']['rain']
weather.set_index('day')['rain'].resample('W').sum().idxmax()
weather.groupby('station').agg(rain=('rain', 'sum'), days=('rain', lambda s: (s > 1).sum()))
weather.pivot(index='day', columns='station', values='rain')
staff.groupby('team', dropna=False)['pay'].sum()
staff.groupby('team')['pay'].mean()
staff.merge(staff, left_on='boss', right_on='id', suffixes=('', '_boss'))[['name', 'name_boss']]
staff.loc[staff['pay'].idxmax(), 'name']
staff.sort_values('pay').iloc[-1]['name']
staff[staff['team'].isna()]['name'].tolist()
staff[staff['start'].dt.year >= 2020]['name'].min()
staff['name'].max()
staff.sort_values('name')
staff['team'].fillna('none').value_counts()
marks.set_index('pupil').mean(axis=1)
marks.melt(id_vars='pupil').dropna().groupby('variable')['value'].mean()
marks[['maths', 'music', 'sport']].max().idxmax()
marks.set_index('pupil')['maths'].to_dict()
games['result'].str.split(':', expand=True).astype(int).sum()
games[['h', 'a']] = games['result'].str.split(':', expand=True).astype(int)\\ngames.groupby('home')['h'].sum()
texts['code'].str.startswith('0').sum()
texts['code'].astype(int).sum()
texts['paid'].str.replace(',', '').astype(float).sum()
pd.to_numeric(texts['paid'].str.replace(',', ''), errors='coerce').sum()
texts['note'].str.len().max()
texts[texts['note'].str.contains('call')]['code'].tolist()
texts[texts['code'] == '042']
texts.sort_values('code').iloc[0]
" ".join(texts['note'])
[f"{row.item}: {row.units}" for row in sales.head(3).itertuples()]
{name: group['units'].sum() for name, group in sales.groupby('item')}
sum(row['units'] for _, row in sales.iterrows())
sales.apply(lambda row: row['units'] * row['price'], axis=1).sum()
sales['units'].apply(lambda units: 'many' if units > 4 else 'few').value_counts()
""".strip().splitlines()
)
"""One a line; a line break inside one is written as a backslash and an n."""
