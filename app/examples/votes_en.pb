META
key;value
description;Invented example, no real vote: projects of one community, made up for Shapan
country;Invented
unit;Invented community
num_projects;11
num_votes;60
budget;100000
currency;CNY
vote_type;approval
PROJECTS
project_id;cost;name;category
road;42000;Resurface the estate road;works
parking;30000;More parking bays;works
chargers;24000;Charging posts for cars;works
lamps;9000;Lamps along the north gate;works
ramp;8000;Ramps and handrails;access
canteen;15000;Midday meals for the old;care
health;6000;Blood pressure mornings;care
playground;14000;Playground;children
afterschool;9000;After-school room;children
kiosk;5000;Advice desk for newcomers;newcomers
choir;3000;Choir and square dance;culture
VOTES
voter_id;vote;age;neighborhood
v01;road,chargers,lamps;43;north
v02;kiosk;21;old lanes
v03;lamps,kiosk;30;old lanes
v04;road,parking;39;north
v05;road;50;north
v06;road,parking;45;north
v07;road;38;north
v08;road,parking,lamps;47;north
v09;road,lamps;54;north
v10;road,parking,chargers,lamps;40;north
v11;road,parking,chargers;48;north
v12;kiosk;26;old lanes
v13;road;29;north
v14;playground,afterschool;38;south
v15;playground;33;south
v16;canteen;87;old lanes
v17;road,chargers,lamps;43;north
v18;playground,afterschool;44;south
v19;ramp,canteen,health;83;old lanes
v20;road,lamps;54;north
v21;ramp,canteen,health;80;old lanes
v22;road,parking,chargers,lamps;40;north
v23;road,lamps;45;north
v24;canteen,health,choir;87;old lanes
v25;kiosk;25;old lanes
v26;playground;35;south
v27;canteen,health,choir;73;old lanes
v28;road,parking;42;north
v29;playground;41;south
v30;playground,afterschool;32;south
v31;ramp,canteen,health;81;old lanes
v32;road,parking,chargers,lamps;37;north
v33;road,chargers,lamps;39;north
v34;ramp,health,choir;63;old lanes
v35;road,parking,chargers,lamps;40;north
v36;road,lamps;40;north
v37;playground,afterschool;39;south
v38;road,parking,lamps;51;north
v39;road,parking,chargers;42;north
v40;road,parking,chargers,lamps;40;north
v41;road,parking,lamps;41;north
v42;road,parking,lamps;30;north
v43;ramp,canteen,choir;68;old lanes
v44;road,parking;48;north
v45;road,chargers,lamps;47;north
v46;road,chargers,lamps;54;north
v47;playground,afterschool;32;south
v48;playground,afterschool;42;south
v49;kiosk;22;old lanes
v50;road,chargers;48;north
v51;kiosk;29;old lanes
v52;canteen;74;old lanes
v53;road,parking,chargers,lamps;38;north
v54;canteen,choir;68;old lanes
v55;playground;31;south
v56;road,parking,chargers;30;north
v57;ramp,canteen,health,choir;70;old lanes
v58;parking,chargers,lamps;51;north
v59;ramp,canteen,health,choir;87;old lanes
v60;road;44;north
