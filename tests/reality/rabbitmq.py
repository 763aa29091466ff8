"""Talks to RabbitMQ for tests/reality/measure/rabbitmq.rs: PORT COMMAND ARGUMENTS… Prints `key value` lines."""

import os
import signal
import sqlite3
import sys

import pika


def connect(port):
    parameters = pika.ConnectionParameters("127.0.0.1", port, heartbeat=0)
    return pika.BlockingConnection(parameters)


def versions(port):
    connection = connect(port)
    print("broker", connection._impl.server_properties["version"])
    print("client", pika.__version__)
    connection.close()


def send(channel, queue, number):
    properties = pika.BasicProperties(message_id=str(number), delivery_mode=2)
    channel.basic_publish("", queue, b"pay 1", properties)


def publish(port, queue, messages):
    connection = connect(port)
    channel = connection.channel()
    channel.queue_declare(queue, durable=True)
    channel.confirm_delivery()
    for number in range(int(messages)):
        send(channel, queue, number)
    connection.close()


def consume(port, queue, kind, path, prefetch, killed_at):
    """Books each payment, then acknowledges it; is killed in between at its so-many-th booking, never at 0."""
    books = sqlite3.connect(path, isolation_level=None)
    books.execute("create table if not exists delivery (message text, redelivered integer)")
    books.execute("create table if not exists inbox (message text primary key)")
    books.execute("create table if not exists payment (message text, redelivered integer)")
    channel = connect(port).channel()
    channel.basic_qos(prefetch_count=int(prefetch))
    booked = 0
    for method, properties, _ in channel.consume(queue, inactivity_timeout=2):
        if method is None:
            return
        message = (properties.message_id, method.redelivered)
        books.execute("insert into delivery values (?, ?)", message)
        books.execute("begin immediate")
        is_new = True
        if kind == "inbox":
            is_new = books.execute("insert or ignore into inbox values (?)", message[:1]).rowcount == 1
        if is_new:
            books.execute("insert into payment values (?, ?)", message)
            booked += 1
        books.execute("commit")
        if is_new and booked == int(killed_at):
            os.kill(os.getpid(), signal.SIGKILL)
        channel.basic_ack(method.delivery_tag)


def books(_, path, messages):
    """What became of the messages."""
    connection = sqlite3.connect(path)

    def count(sql):
        return connection.execute(sql).fetchone()[0]

    print("deliveries", count("select count(*) from delivery"))
    print("redelivered", count("select count(*) from delivery where redelivered"))
    print("booked_twice", count("select count(*) - count(distinct message) from payment"))
    repeats = "select count(*) from payment later where not later.redelivered and exists (select 1 from payment first"
    print("unflagged_twice", count(repeats + " where first.message = later.message and first.rowid < later.rowid)"))
    print("lost", int(messages) - count("select count(distinct message) from payment"))


def publish_twice(port, queue, messages):
    """A producer is cut off before its confirm, does not know, and publishes again."""
    for number in range(int(messages)):
        connection = connect(port)
        channel = connection.channel()
        channel.queue_declare(queue, durable=True)
        # Without confirm_delivery the call returns as soon as the message is written, before any word from the broker.
        send(channel, queue, number)
        connection._impl._transport.abort()
        connection = connect(port)
        channel = connection.channel()
        channel.confirm_delivery()
        send(channel, queue, number)
        connection.close()
    seen, flagged = [], set()
    connection = connect(port)
    channel = connection.channel()
    for method, properties, _ in channel.consume(queue, inactivity_timeout=2):
        if method is None:
            break
        seen.append(properties.message_id)
        if method.redelivered:
            flagged.add(properties.message_id)
        channel.basic_ack(method.delivery_tag)
    connection.close()
    twice = {message for message in seen if seen.count(message) == 2}
    print("twice", len(twice))
    print("flagged", len(twice & flagged))


COMMANDS = {
    "versions": versions,
    "publish": publish,
    "consume": consume,
    "books": books,
    "publish-twice": publish_twice,
}

if __name__ == "__main__":
    port, command, *arguments = sys.argv[1:]
    COMMANDS[command](int(port), *arguments)
