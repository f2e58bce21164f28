namespace BigBen.Bench.Examples;

/// <summary>An example, and a service that does the same as its original did: in Python, with what Debian has for that.</summary>
/// <param name="Name">The name of its row.</param>
/// <param name="Project">Its folder below <c>examples</c>.</param>
/// <param name="Program">Its program.</param>
/// <param name="Peer">The other one.</param>
/// <param name="Ready">What that answers once it serves.</param>
/// <param name="Database">Where both keep what they are told; null for nowhere.</param>
/// <param name="Settings">Variables of both.</param>
/// <param name="Routes">What is asked of both.</param>
internal sealed record Example(
    string Name,
    string Project,
    string Program,
    Peer Peer,
    string Ready,
    ExampleDatabase? Database,
    IReadOnlyDictionary<string, string?> Settings,
    IReadOnlyList<ExampleRoute> Routes)
{
    /// <summary>More than are taken out in the time of a load: what is not there would be another answer.</summary>
    private const int Many = 300_000;

    private const string Rose =
        """{"survived":true,"passengerClass":1,"name":"Miss. Rose Calvert","sex":"female","age":17,"siblingsOrSpousesAboard":0,"""
        + """ "parentsOrChildrenAboard":2,"fare":71.2833}""";

    private const string Uuid = "00000000-0000-4000-8000-%012x";

    private static readonly Dictionary<string, string?> UserSettings =
        new() { ["SECRET_KEY"] = "pepper", ["PASSWORD_ITERATIONS"] = "1000" };

    /// <summary>
    /// All that are measured. To add users has a row of its own: hashing is left out by as little of it as there can be, which the service
    /// does in development alone.
    /// </summary>
    public static readonly IReadOnlyList<Example> All =
    [
        new(
            "echo", "echo", "BigBen.Examples.Echo.dll", Peer.FastApi("echo"), "/-/health", null, new Dictionary<string, string?>(),
            [new("/-/health", new("GET", "/-/health")), new("/api/echo", new("GET", "/api/echo?text=foo%d", Count: 1000))]),
        new(
            "healthcheck", "healthcheck", "BigBen.Examples.Healthcheck.dll", Peer.Flask("healthcheck"), "/healthcheck", null,
            new Dictionary<string, string?>(), [new("/healthcheck", new("GET", "/healthcheck"))]),
        new(
            "passengers", "passengers", "BigBen.Examples.Passengers.dll", Peer.FastApi("passengers", "psycopg2"), "/hello",
            new PassengerDatabase(),
            new Dictionary<string, string?>(),
            [
                new("/hello", new("GET", "/hello")),
                new("/passengerlist, 20 of 1000", new("GET", "/passengerlist?limit=20")),
                new("/getpassenger", new("GET", $"/getpassenger/{Uuid}", Count: 1000)),
                new("/postpassenger", new("POST", "/postpassenger", Rose)),
                new("/putpassenger", new("PUT", $"/putpassenger/{Uuid}", Rose, Count: 1000)),
                new("/deletepassenger", new("DELETE", $"/deletepassenger/{Uuid}", Count: Many), Many),
            ]),
        new(
            "users", "users", "BigBen.Examples.Users.dll", Peer.Flask("users", "pymysql", "sqlalchemy"), "/users",
            new UserDatabase(), UserSettings,
            [
                new("GET /users/{id}", new("GET", "/users/%d", Count: 1000)),
                new("GET /users, 20 of 1000", new("GET", "/users?page=1&pageSize=20")),
                new("PUT /users/{id}", new("PUT", "/users/%d", """{"name":"Ada","email":"user%d@example.org"}""", Count: 1000)),
                new("DELETE /users/{id}", new("DELETE", "/users/%d", Count: Many), Many),
            ]),
        new(
            "add-user", "users", "BigBen.Examples.Users.dll", Peer.Flask("users", "pymysql", "sqlalchemy"), "/users",
            new UserDatabase(),
            new Dictionary<string, string?>(UserSettings) { ["PASSWORD_ITERATIONS"] = "1", ["DOTNET_ENVIRONMENT"] = "Development" },
            [
                new(
                    "POST /users",
                    new(
                        "POST", "/users", """{"name":"Ada","email":"new%d@example.org","password":"difference engine"}""",
                        Count: int.MaxValue)),
            ]),
    ];
}
