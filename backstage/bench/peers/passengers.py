"""The list of passengers as its original is: FastAPI on uvicorn, psycopg2 with a pool of connections, no ORM."""
import os
from contextlib import contextmanager
from decimal import Decimal
from typing import List, Literal
from uuid import UUID

from fastapi import FastAPI, HTTPException, Response
from psycopg2.extras import RealDictCursor, register_uuid
from psycopg2.pool import ThreadedConnectionPool
from pydantic import BaseModel, Field

app = FastAPI()
register_uuid()
# As many as the service that it is compared with; what is given back beyond the first number is closed.
pool = ThreadedConnectionPool(20, 20, os.environ["DATABASE"], cursor_factory=RealDictCursor)

COLUMNS = """uuid, survived, passenger_class AS "passengerClass", name, sex, age,
  siblings_or_spouses_aboard AS "siblingsOrSpousesAboard", parents_or_children_aboard AS "parentsOrChildrenAboard", fare"""


class PassengerInput(BaseModel):
    survived: bool
    passengerClass: int = Field(ge=1, le=3)
    name: str = Field(min_length=1, max_length=200)
    sex: Literal["female", "male"]
    age: Decimal = Field(ge=0, le=130)
    siblingsOrSpousesAboard: int = Field(ge=0, le=100)
    parentsOrChildrenAboard: int = Field(ge=0, le=100)
    fare: Decimal = Field(ge=0, le=10_000)


class Passenger(PassengerInput):
    uuid: UUID


@contextmanager
def cursor():
    connection = pool.getconn()
    # One statement for each request, as in the service that it is compared with: neither begins nor commits around it.
    connection.autocommit = True
    try:
        with connection.cursor() as one:
            yield one
    finally:
        pool.putconn(connection)


@app.get("/hello")
def hello():
    return {"message": "Hello from example-passengers!"}


@app.get("/passengerlist", response_model=List[Passenger])
def passenger_list(limit: int = 1000, offset: int = 0):
    with cursor() as db:
        db.execute(f"SELECT {COLUMNS} FROM passengers ORDER BY name, uuid LIMIT %s OFFSET %s", (limit, offset))
        return db.fetchall()


@app.get("/getpassenger/{uuid}", response_model=Passenger)
def get_passenger(uuid: UUID):
    with cursor() as db:
        db.execute(f"SELECT {COLUMNS} FROM passengers WHERE uuid = %s", (uuid,))
        return found(db.fetchone())


@app.post("/postpassenger", response_model=Passenger, status_code=201)
def post_passenger(passenger: PassengerInput):
    with cursor() as db:
        db.execute(
            f"""INSERT INTO passengers (
              survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare)
            VALUES (%(survived)s, %(passengerClass)s, %(name)s, %(sex)s, %(age)s,
              %(siblingsOrSpousesAboard)s, %(parentsOrChildrenAboard)s, %(fare)s)
            RETURNING {COLUMNS}""",
            passenger.dict())
        return db.fetchone()


@app.put("/putpassenger/{uuid}", response_model=Passenger)
def put_passenger(uuid: UUID, passenger: PassengerInput):
    with cursor() as db:
        db.execute(
            f"""UPDATE passengers SET survived = %(survived)s, passenger_class = %(passengerClass)s, name = %(name)s, sex = %(sex)s,
              age = %(age)s, siblings_or_spouses_aboard = %(siblingsOrSpousesAboard)s,
              parents_or_children_aboard = %(parentsOrChildrenAboard)s, fare = %(fare)s
            WHERE uuid = %(uuid)s RETURNING {COLUMNS}""",
            {**passenger.dict(), "uuid": uuid})
        return found(db.fetchone())


@app.delete("/deletepassenger/{uuid}", status_code=204, response_class=Response)
def delete_passenger(uuid: UUID):
    with cursor() as db:
        db.execute("DELETE FROM passengers WHERE uuid = %s", (uuid,))
        found(db.rowcount or None)


def found(row):
    if row is None:
        raise HTTPException(404, "There is no such passenger.")
    return row
