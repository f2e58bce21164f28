namespace BigBen.ServiceDefaults.Tests.Support.Databases;

/// <summary>A database server that a machine may have, and how the platform starts one.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Variable">Names its folder where that is none of the usual ones: the one above <c>bin</c>.</param>
/// <param name="Program">The server's program.</param>
/// <param name="Initialiser">What makes an empty database; has to be there as well.</param>
/// <param name="Roots">Folders that have it in their <c>bin</c> or <c>sbin</c>; <c>*</c> in the last part.</param>
/// <param name="Script">What the local platform starts it by.</param>
/// <param name="Connection">How to connect: {0} port, {1} password, {2} database.</param>
/// <param name="First">The database that it begins with.</param>
internal sealed record ServerKind(
    string Name, string Variable, string Program, string Initialiser, string[] Roots, string Script, string Connection, string First)
{
    public static readonly ServerKind Postgres = new(
        "PostgreSQL",
        "BIGBEN_POSTGRES",
        "postgres",
        "initdb",
        ["/usr/lib/postgresql/*", "/usr/pgsql-*", "/opt/homebrew/opt/postgresql*", "/usr/local/opt/postgresql*"],
        "postgres.sh",
        "Host=127.0.0.1;Port={0};Username=postgres;Password={1};Database={2}",
        "postgres");

    public static readonly ServerKind MariaDb = new(
        "MariaDB",
        "BIGBEN_MARIADB",
        "mariadbd",
        "mariadb-install-db",
        ["/usr", "/opt/homebrew/opt/mariadb*", "/usr/local/opt/mariadb*"],
        "mariadb.sh",
        "Server=127.0.0.1;Port={0};User ID=root;Password={1};Database={2}",
        "mysql");

    private static readonly string[] ProgramFolders = ["bin", "sbin"];

    /// <summary>Where it is; null where this machine has none.</summary>
    public string? Root => Places().FirstOrDefault(root => Has(root, Program) && Has(root, Initialiser));

    /// <summary>Why tests that need it are skipped; null where they are not.</summary>
    public string? WhyNot => Root is null ? $"There is no server of {Name}: install one, or name its folder by {Variable}." : null;

    /// <summary>Its programs' folders.</summary>
    public static IEnumerable<string> Folders(string root) => ProgramFolders.Select(folder => Path.Combine(root, folder));

    private static bool Has(string root, string program) => Folders(root).Any(folder => File.Exists(Path.Combine(folder, program)));

    private IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return [named];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, Program)))
            .Where(file => file.Exists)
            .Select(file => (file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName)
            .Select(file => Path.GetDirectoryName(Path.GetDirectoryName(file))!);
        return onPath.Concat(Roots.Where(root => Directory.Exists(Path.GetDirectoryName(root)))
            .SelectMany(root => Directory.EnumerateDirectories(Path.GetDirectoryName(root)!, Path.GetFileName(root)).OrderDescending()));
    }
}
