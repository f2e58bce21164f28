namespace BigBen.Tests.Kubernetes.Candidates.Rehearsals;

/// <summary>What a database of orders is in the words of its engine.</summary>
internal sealed record RehearsalEngine
{
    public static readonly RehearsalEngine Postgres = new()
    {
        Image = "postgres",
        Port = 5432,
        Data = "/var/lib/postgresql/data",
        Client = "psql -v ON_ERROR_STOP=1 -tAqc",
        Host = "PGHOST",
        PortVariable = "PGPORT",
        Password = "PGPASSWORD",
        More = new Dictionary<string, string> { ["PGUSER"] = "orders", ["PGDATABASE"] = "orders" },
        Ready = "[pg_isready, -h, 127.0.0.1, -U, orders, -d, orders]",
        Server = """
            [
              { "name": "PGDATA", "value": "/var/lib/postgresql/data/pgdata" },
              { "name": "POSTGRES_DB", "value": "orders" },
              { "name": "POSTGRES_USER", "value": "orders" },
              { "name": "POSTGRES_PASSWORD", "valueFrom": { "secretKeyRef": { "name": "orders-secrets", "key": "password" } } },
              { "name": "POSTGRES_INITDB_ARGS", "value": "--no-sync" }
            ]
            """.ReplaceLineEndings(""),
        Read = "SELECT row_to_json(row) FROM (SELECT name, price, note FROM items WHERE name = 'widget' ORDER BY id DESC LIMIT 1) row",
        Schema = """
            CREATE TABLE items (
              id serial PRIMARY KEY, name text NOT NULL, price numeric NOT NULL DEFAULT 0, note text NOT NULL DEFAULT '');
            CREATE TABLE tags (item integer NOT NULL REFERENCES items, label text NOT NULL);
            INSERT INTO items (name, price) VALUES ('widget', 5), ('gadget', 7);
            INSERT INTO tags VALUES (1, 'red');
            """,
    };

    public static readonly RehearsalEngine MySql = new()
    {
        Image = "mysql",
        Port = 3306,
        Data = "/var/lib/mysql",
        Client = "mysql --user=orders --skip-column-names --raw orders --execute",
        Host = "MYSQL_HOST",
        PortVariable = "MYSQL_TCP_PORT",
        Password = "MYSQL_PWD",
        More = new Dictionary<string, string>(),
        Ready = "[mysqladmin, ping, -h, 127.0.0.1, -u, orders]",
        Server = """
            [
              { "name": "MYSQL_DATABASE", "value": "orders" },
              { "name": "MYSQL_USER", "value": "orders" },
              { "name": "MYSQL_PASSWORD", "valueFrom": { "secretKeyRef": { "name": "orders-secrets", "key": "password" } } },
              { "name": "MYSQL_ROOT_PASSWORD", "valueFrom": { "secretKeyRef": { "name": "orders-secrets", "key": "root" } } }
            ]
            """.ReplaceLineEndings(""),
        Read = "SELECT JSON_OBJECT('name', name, 'price', price, 'note', note) FROM items WHERE name = 'widget' ORDER BY id DESC LIMIT 1",
        Schema = """
            CREATE TABLE items (
              id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL, price int NOT NULL DEFAULT 0,
              note varchar(100) NOT NULL DEFAULT '');
            CREATE TABLE tags (item int NOT NULL REFERENCES items (id), label varchar(100) NOT NULL);
            INSERT INTO items (name, price) VALUES ('widget', 5), ('gadget', 7);
            INSERT INTO tags VALUES (1, 'red');
            """,
    };

    /// <summary>The server's image, and the name that the chart gives to its container and its port.</summary>
    public required string Image { get; init; }

    /// <summary>The server's port.</summary>
    public required int Port { get; init; }

    /// <summary>Where the image has its data.</summary>
    public required string Data { get; init; }

    /// <summary>What runs SQL: a line of shell that the SQL follows, as one word.</summary>
    public required string Client { get; init; }

    /// <summary>The client's variable for the server's host.</summary>
    public required string Host { get; init; }

    /// <summary>The client's variable for the server's port.</summary>
    public required string PortVariable { get; init; }

    /// <summary>The client's variable for the password.</summary>
    public required string Password { get; init; }

    /// <summary>What the client wants to know besides.</summary>
    public required IReadOnlyDictionary<string, string> More { get; init; }

    /// <summary>The command that tells whether the server is ready, as YAML.</summary>
    public required string Ready { get; init; }

    /// <summary>The server's variables, as YAML.</summary>
    public required string Server { get; init; }

    /// <summary>The SQL that reads the newest widget, as JSON.</summary>
    public required string Read { get; init; }

    /// <summary>The SQL that makes the tables, and some rows.</summary>
    public required string Schema { get; init; }

    /// <summary>What orders v1 does with every table that it has.</summary>
    public IReadOnlyDictionary<string, string> Does => new Dictionary<string, string>
    {
        ["WRITE"] = "INSERT INTO items (name, price) VALUES ('widget', 5)",
        ["READ"] = Read,
        ["TAG"] = "INSERT INTO tags (item, label) SELECT max(id), 'red' FROM items",
        ["TAGS"] = "SELECT label FROM tags",
        ["BROKEN"] = "SELECT nothing FROM nowhere",
        ["PING"] = "SELECT 1",
    };

    /// <summary>The variables of a client, but for its password.</summary>
    public Dictionary<string, string> Connection(string host, string port) => new(More) { [Host] = host, [PortVariable] = port };
}
