namespace BigBen.ApiServer.Patches;

/// <summary>A patch that looks like the object: what it names is set, <c>null</c> removes (RFC 7396).</summary>
/// <param name="patch">The patch.</param>
internal sealed class MergePatch(JsonObject patch) : Patch
{
    public override JsonObject Apply(JsonObject value) => Merge(value, patch);

    private static JsonObject Merge(JsonObject value, JsonObject patch)
    {
        foreach (var (name, change) in patch)
        {
            switch (change)
            {
                case null:
                    value.Remove(name);
                    break;
                case JsonObject inner:
                    var target = value[name] as JsonObject;
                    if (target is null)
                        value[name] = target = [];
                    Merge(target, inner);
                    break;
                default:
                    value[name] = change.DeepClone();
                    break;
            }
        }

        return value;
    }
}
