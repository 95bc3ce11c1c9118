"""A vet's practice: visits with fees in pounds, days as day/month/year, and the animals, spelled anyhow."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

pets = table("""
id;pet;species;owner;weight
1;Rex;Dog;Hale;31.5
2;Mimi; cat;Hale;4.2
3;Bolt;dog ;Ito;12.0
4;Coco;PARROT;Vance;0.4
5;Luna;Cat;Ruiz;3.9
6;Max;DOG;Ruiz;
7;Pip;cat;Onyango;5.1
""")

visits = table("""
visit;pet_id;day;reason;fee;paid
V01;1;04/01/2023;vaccination;£45.00;yes
V02;2;09/01/2023;check;£30.00;Yes
V03;1;17/02/2023;surgery;£1,204.50;no
V04;3;20/02/2023;vaccination;£45.00;YES
V05;5;03/03/2023;check;£30.00;yes
V06;4;03/03/2023;check;£38.00;no
V07;2;28/04/2023;surgery;£860.00;yes
V08;9;02/05/2023;check;£30.00;yes
V09;5;11/05/2023;vaccination;£45.00;
V10;3;15/06/2023;teeth;£220.25;no
V11;1;30/06/2023;check;£30.00;Yes
V12;7;05/02/2024;vaccination;£48.00;yes
V13;5;19/03/2024;teeth;£240.00;yes
""")
