"""The users as their original is: Flask on gunicorn, PyMySQL with a pool of connections, no ORM."""
import base64
import hashlib
import hmac
import os
from contextlib import contextmanager

import pymysql
from flask import Flask, abort, jsonify, request
from sqlalchemy.pool import QueuePool

app = Flask(__name__)
pepper = os.environ["SECRET_KEY"].encode()
iterations = int(os.environ["PASSWORD_ITERATIONS"])
# As many as the service that it is compared with, which does not undo anything on the way back either: there is no transaction.
pool = QueuePool(
    lambda: pymysql.connect(
        host=os.environ["MYSQL_SERVICE_HOST"], port=int(os.environ["MYSQL_SERVICE_PORT"]), user=os.environ["db_user"],
        password=os.environ["db_password"], database=os.environ["db_name"], autocommit=True,
        cursorclass=pymysql.cursors.DictCursor),
    pool_size=20, reset_on_return=None)


@contextmanager
def cursor():
    connection = pool.connect()
    try:
        with connection.cursor() as one:
            yield one
    finally:
        connection.close()


@app.get("/users")
def users():
    page, size = int(request.args.get("page", 1)), int(request.args.get("pageSize", 50))
    with cursor() as db:
        db.execute("SELECT Id AS id, Name AS name, Email AS email FROM users ORDER BY Id LIMIT %s OFFSET %s", (size, (page - 1) * size))
        items = db.fetchall()
        db.execute("SELECT count(*) AS total FROM users")
        return jsonify(items=items, page=page, pageSize=size, total=db.fetchone()["total"])


@app.get("/users/<int:number>")
def user(number):
    with cursor() as db:
        return jsonify(find(db, number))


@app.post("/users")
def add():
    name, email = checked(request.get_json())
    with cursor() as db:
        db.execute(
            "INSERT INTO users (Name, Email, PasswordHash, Version) VALUES (%s, %s, %s, 1)",
            (name, email, hashed(request.get_json()["password"])))
        return jsonify(id=db.lastrowid, name=name, email=email), 201


@app.put("/users/<int:number>")
def replace(number):
    name, email = checked(request.get_json())
    with cursor() as db:
        db.execute("UPDATE users SET Name = %s, Email = %s, Version = Version + 1 WHERE Id = %s", (name, email, number))
        return jsonify(find(db, number))


@app.delete("/users/<int:number>")
def remove(number):
    with cursor() as db:
        if not db.execute("DELETE FROM users WHERE Id = %s", (number,)):
            abort(404)
    return "", 204


def find(db, number):
    db.execute("SELECT Id AS id, Name AS name, Email AS email FROM users WHERE Id = %s", (number,))
    return db.fetchone() or abort(404)


def checked(body):
    name, email = body.get("name") or "", body.get("email") or ""
    if not 0 < len(name) <= 100 or not 0 < len(email) <= 254 or "@" not in email:
        abort(422)
    return name, email.lower()


def hashed(password):
    salt = os.urandom(16)
    derived = hashlib.pbkdf2_hmac("sha256", hmac.digest(pepper, password.encode(), "sha256"), salt, iterations)
    return f"pbkdf2-sha256${iterations}${base64.b64encode(salt).decode()}${base64.b64encode(derived).decode()}"
