using BigBen.Foundation.Services;

namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>The database server of a service's own release: a StatefulSet of charts/app/charts/database.</summary>
/// <param name="Body">The StatefulSet as it runs.</param>
internal sealed record ServiceDatabase(JsonElement Body)
{
    private const string FillPostgres = """
        set -eu
        export PGUSER="$POSTGRES_USER" PGPASSWORD="$POSTGRES_PASSWORD"
        # roles, which no dump of a database has; its own user is there already, and pg_restore says what is missing
        pg_dumpall --host="$FROM_HOST" --port="$FROM_PORT" --roles-only |
          psql --no-psqlrc --quiet --host="$TO_HOST" --port="$TO_PORT" --dbname="$POSTGRES_DB" >/dev/null 2>&1 || true
        # what is cut short cannot be restored
        pg_dump --host="$FROM_HOST" --port="$FROM_PORT" --format=custom "$POSTGRES_DB" |
          pg_restore --host="$TO_HOST" --port="$TO_PORT" --dbname="$POSTGRES_DB" --exit-on-error
        """;

    private const string FillMySql = """
        set -eu
        export MYSQL_PWD="$MYSQL_ROOT_PASSWORD"
        ended=${TMPDIR:-/tmp}/ended
        { mysqldump --host="$FROM_HOST" --port="$FROM_PORT" --user=root --single-transaction --routines --triggers "$MYSQL_DATABASE"
          echo $? >"$ended"; } | mysql --host="$TO_HOST" --port="$TO_PORT" --user=root "$MYSQL_DATABASE"
        [ "$(cat "$ended")" = 0 ]
        """;

    // The whole rehearsal, of which each step has a deadline of its own.
    private const int SecondsOfCopy = 3600;

    private static readonly string[] OfServer =
        ["ports", "startupProbe", "readinessProbe", "livenessProbe", "lifecycle", "args"];

    // By the names that the chart gives to the server's container.
    private static readonly Dictionary<string, string> Fillings = new()
    {
        ["postgres"] = FillPostgres,
        ["mysql"] = FillMySql,
    };

    /// <summary>The name of its Service, by which programs know it.</summary>
    public string Service => Body.TextAt("spec", "serviceName");

    /// <summary>The name of its only pod.</summary>
    public string Pod => $"{Body.NameOf()}-0";

    /// <summary>The port of its container.</summary>
    public int Port => Server.ItemsAt("ports").First().NumberAt("containerPort")!.Value;

    private JsonElement Server => ServerOf(Body);

    /// <summary>Whether an object is one.</summary>
    public static bool Is(JsonElement body) =>
        body.TextAt("kind") == ResourceKind.StatefulSets.Kind
        && ServerOf(body) is var server
        && Fillings.ContainsKey(server.TextAt("name"))
        && server.ItemsAt("ports").FirstOrDefault().NumberAt("containerPort") is not null;

    /// <summary>The server once more, whose data go with its pod.</summary>
    public JsonElement Copy()
    {
        var copy = Rewritten.Of(Body);
        copy["spec"]!["progressDeadlineSeconds"] = SecondsOfCopy;
        var spec = Rewritten.PodOf(copy);
        if (spec["volumes"] is not JsonArray volumes)
            spec["volumes"] = volumes = [];
        foreach (var claim in Body.ItemsAt("spec", "volumeClaimTemplates"))
            volumes.Add((JsonNode)new JsonObject { ["name"] = claim.NameOf(), ["emptyDir"] = new JsonObject() });
        return JsonSerializer.SerializeToElement(copy);
    }

    /// <summary>What fills one server from another by a dump, with the clients of the server's image, and ends.</summary>
    public JsonElement Filling(PodAddress from, PodAddress to)
    {
        var copy = Rewritten.Of(Copy());
        copy["metadata"]!["name"] = $"{Body.NameOf()}-copy";
        var container = Rewritten.PodOf(copy)["containers"]![0]!.AsObject();
        foreach (var field in OfServer)
            container.Remove(field);
        container["command"] = new JsonArray("sh", "-c", Fillings[Server.TextAt("name")]);
        Rewritten.Prepend(container, new Dictionary<string, string>
        {
            ["FROM_HOST"] = from.Host,
            ["FROM_PORT"] = $"{from.Port}",
            ["TO_HOST"] = to.Host,
            ["TO_PORT"] = $"{to.Port}",
        });
        return JsonSerializer.SerializeToElement(copy);
    }

    /// <summary>
    /// A workload whose pods find the copy where they look for the database: by the variables of its Service, which come before whatever
    /// refers to them, and in a cluster by its names as well.
    /// </summary>
    public JsonElement Redirect(JsonElement workload, PodAddress copy)
    {
        var result = Rewritten.Of(workload);
        var spec = Rewritten.PodOf(result);
        // The chart gives the port and the server's container one name.
        var variables = ServiceVariables.Of(Service, copy.Host, [new(Server.TextAt("name"), Port, copy.Port)]);
        foreach (var container in Rewritten.ContainersOf(spec))
            Rewritten.Prepend(container, variables);
        if (!copy.IsLocal)
        {
            var scope = $"{Service}.{Body.NamespaceOf()}";
            if (spec["hostAliases"] is not JsonArray aliases)
                spec["hostAliases"] = aliases = [];
            aliases.Add((JsonNode)new JsonObject
            {
                ["ip"] = copy.Host,
                ["hostnames"] = new JsonArray(Service, scope, $"{scope}.svc", $"{scope}.svc.cluster.local"),
            });
        }

        return JsonSerializer.SerializeToElement(result);
    }

    /// <summary>
    /// Whether a workload names the database by nothing but what <see cref="Redirect"/> replaces: one that has its address from elsewhere,
    /// as from a Secret, would write to the database itself.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="source">Where the database is: at this machine's own address the copy has another port, which no host name has.</param>
    public bool IsNamedBy(JsonElement workload, PodAddress source)
    {
        var spec = workload.At("spec", "template", "spec")?.GetRawText() ?? "";
        var byVariables = spec.Contains(ServiceVariables.HostOf(Service), StringComparison.Ordinal)
            && spec.Contains(ServiceVariables.PortOf(Service), StringComparison.Ordinal);
        var byName = Containers("initContainers").Concat(Containers("containers")).Any(container =>
            container.ItemsAt("env").Select(variable => variable.TextAt("value"))
                .Concat(container.ItemsAt("command").Concat(container.ItemsAt("args")).Select(word => $"{word}"))
                .Any(text => text.Contains(Service, StringComparison.Ordinal)));
        return source.IsLocal ? byVariables && !byName : byVariables || byName;

        IEnumerable<JsonElement> Containers(string kind) => workload.ItemsAt("spec", "template", "spec", kind);
    }

    private static JsonElement ServerOf(JsonElement body) => body.ItemsAt("spec", "template", "spec", "containers").FirstOrDefault();
}
