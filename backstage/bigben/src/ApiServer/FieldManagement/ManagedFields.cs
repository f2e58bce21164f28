namespace BigBen.ApiServer.FieldManagement;

/// <summary>Who owns which fields of one object: its <c>metadata.managedFields</c>.</summary>
internal sealed class ManagedFields
{
    // Kubernetes' own bound, and its name for what is beyond.
    private const int MostUpdates = 10;
    private const string AncientChanges = "ancient-changes";

    private readonly Dictionary<ManagerIdentifier, (FieldSet Fields, string Time)> _managers = [];

    /// <summary>Whether nobody owns anything.</summary>
    public bool IsEmpty => _managers.Count == 0;

    /// <summary>All that is owned.</summary>
    public FieldSet Owned => _managers.Values.Aggregate(new FieldSet(), (owned, manager) => owned.Union(manager.Fields));

    /// <summary>Reads them; empty where there are none or they cannot be read, as in Kubernetes.</summary>
    public static ManagedFields Parse(JsonNode? entries)
    {
        var fields = new ManagedFields();
        foreach (var entry in entries as JsonArray ?? [])
        {
            var operation = Text(entry, "operation");
            var owned = FieldSet.Parse((entry as JsonObject)?["fieldsV1"]);
            if (owned is null || operation is not (ManagerIdentifier.Apply or ManagerIdentifier.Update))
                return new ManagedFields();
            var manager = new ManagerIdentifier(Text(entry, "manager"), operation, Text(entry, "apiVersion"), Text(entry, "subresource"));
            fields.Set(manager, owned, Text(entry, "time"));
        }

        return fields;
    }

    /// <summary>What a manager owns.</summary>
    public FieldSet Of(ManagerIdentifier manager) => _managers.TryGetValue(manager, out var found) ? found.Fields : new FieldSet();

    /// <summary>When a manager last wrote; empty where that is not known.</summary>
    public string TimeOf(ManagerIdentifier manager) => _managers.TryGetValue(manager, out var found) ? found.Time : "";

    /// <summary>Says what a manager owns, and when it wrote that; a manager without fields is none.</summary>
    public void Set(ManagerIdentifier manager, FieldSet fields, string time)
    {
        if (fields.IsEmpty)
            _managers.Remove(manager);
        else
            _managers[manager] = (fields, time);
    }

    /// <summary>Takes fields from everybody but one manager.</summary>
    public void TakeFromOthers(ManagerIdentifier manager, FieldSet fields)
    {
        foreach (var (other, (owned, time)) in _managers.Where(entry => entry.Key != manager).ToList())
            Set(other, owned.Difference(fields), time);
    }

    /// <summary>Keeps the last updates apart and makes one of those before, so that there are never more than ten.</summary>
    public void Cap()
    {
        var updates = _managers.Where(entry => entry.Key.Operation == ManagerIdentifier.Update)
            .OrderBy(entry => entry.Value.Time, StringComparer.Ordinal).ToList();
        foreach (var (manager, (fields, time)) in updates.Take(updates.Count > MostUpdates ? updates.Count - MostUpdates + 1 : 0))
        {
            _managers.Remove(manager);
            var ancient = new ManagerIdentifier(AncientChanges, ManagerIdentifier.Update, manager.ApiVersion, "");
            Set(ancient, Of(ancient).Union(fields), time);
        }
    }

    /// <summary>The fields among some that are owned by others than one manager, with their owner, by name.</summary>
    public IEnumerable<(ManagerIdentifier Manager, FieldSet Fields)> Conflicts(ManagerIdentifier manager, FieldSet fields) => _managers
        .Where(entry => entry.Key != manager)
        .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal)
        .Select(entry => (entry.Key, entry.Value.Fields.Intersection(fields)))
        .Where(conflict => !conflict.Item2.IsEmpty);

    /// <summary>As they stand in metadata, in Kubernetes' order: what was applied first, then by time and name.</summary>
    public JsonArray ToJson() => new(
    [
        .. _managers
            .OrderBy(entry => entry.Key.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
            .Select(entry => Entry(entry.Key, entry.Value.Fields, entry.Value.Time)),
    ]);

    private static JsonObject Entry(ManagerIdentifier manager, FieldSet fields, string time)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager.Name,
            ["operation"] = manager.Operation,
            ["apiVersion"] = manager.ApiVersion,
        };
        if (time.Length > 0)
            entry["time"] = time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = fields.ToJson();
        if (manager.Subresource.Length > 0)
            entry["subresource"] = manager.Subresource;
        return entry;
    }

    private static string Text(JsonNode? entry, string field) =>
        (entry as JsonObject)?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
