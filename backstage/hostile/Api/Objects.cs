using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.Hostile.Api;

/// <summary>Objects of Kubernetes' own types, some of whose fields have what they must not have.</summary>
internal static class Objects
{
    private const int MostDepth = 7;

    private static readonly string[] Words =
        ["a", "b", "app", "http", "TCP", "ClusterIP", "Always", "Never", "10m", "1Gi", "80%", "8080", "Recreate", "v1", "Pod"];

    /// <summary>An object of a resource.</summary>
    /// <param name="dice">The dice.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="name">The name in the path; null for one of many.</param>
    /// <param name="subresource">The part in the path.</param>
    public static JsonObject Of(Dice dice, ApiResource resource, string? name, string subresource)
    {
        var (apiVersion, kind) = (resource.ApiVersion, resource.Kind);
        if (resource.Find(subresource) is { } part)
            (apiVersion, kind) = (part.Group.Length == 0 ? apiVersion : $"{part.Group}/{part.Version}", part.Kind);
        var type = TypeCatalog.Kind(apiVersion, kind);
        var made = type is { } known && Value(dice, known, 0) is JsonObject fields ? fields : Loose(dice);
        if (!dice.Chance(4))
            (made["apiVersion"], made["kind"]) = (apiVersion, kind);
        if (!dice.Chance(4))
            made["metadata"] = Metadata(dice, resource, name);
        // The whole cluster's objects keep the playground's name, whatever else is wrong with them.
        if (!resource.Namespaced && name is null)
            made["metadata"] = new JsonObject { ["name"] = $"{Playground.Namespace}-{dice.Pick(Words).ToLowerInvariant()}" };
        return made;
    }

    /// <summary>How something is to be deleted.</summary>
    public static JsonObject Options(Dice dice)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        string[] fields = ["gracePeriodSeconds", "propagationPolicy", "preconditions", "dryRun", "orphanDependents", "x"];
        foreach (var field in dice.Some(20, fields))
            options[field] = Odd(dice);
        if (dice.Chance(10))
            options["preconditions"] = new JsonObject { ["uid"] = Odd(dice), ["resourceVersion"] = Odd(dice) };
        return options;
    }

    /// <summary>Any value.</summary>
    public static JsonNode? Odd(Dice dice) => dice.Below(9) switch
    {
        0 => null,
        1 => dice.Chance(50),
        2 => dice.Pick([0, -1, 1, int.MaxValue, int.MinValue, 65536]),
        3 => dice.Pick([1.5, 1e300, -0.0, long.MaxValue, 1e19]),
        4 => new JsonObject(),
        5 => new JsonArray(),
        6 => new JsonArray(null, "a", new JsonObject { ["name"] = "a" }),
        7 => new JsonObject { ["a"] = new JsonArray(1), ["$patch"] = dice.Pick(["delete", "replace", "merge", "x"]) },
        _ => Pools.Text(dice),
    };

    private static JsonObject Metadata(Dice dice, ApiResource resource, string? name)
    {
        var metadata = new JsonObject { ["name"] = Uri.UnescapeDataString(name ?? dice.Pick(["a", "b", "c", "x-1"])) };
        if (resource.Namespaced)
            metadata["namespace"] = Playground.Namespace;
        string[] fields =
        [
            "labels", "annotations", "finalizers", "ownerReferences", "generateName", "uid", "resourceVersion", "deletionTimestamp",
            "creationTimestamp", "managedFields", "generation", "namespace",
        ];
        foreach (var field in dice.Some(3, fields))
            metadata[field] = Odd(dice);
        if (dice.Chance(30))
            metadata["labels"] = new JsonObject { [dice.Pick(Words)] = dice.Pick(Words) };
        return metadata;
    }

    private static JsonNode? Value(Dice dice, FieldType type, int depth)
    {
        if (depth > 0 && dice.Chance(3))
            return Odd(dice);
        if (type.Element is { } element)
            return new JsonArray([.. Enumerable.Range(0, dice.Below(3)).Select(_ => Value(dice, element, depth + 1))]);
        if (type.Entry is { } entry)
            return new JsonObject(dice.Some(20, Words).Select(word => KeyValuePair.Create(word, Value(dice, entry, depth + 1))));
        if (TypeCatalog.Fields(type) is { } fields)
        {
            var some = depth > MostDepth ? [] : dice.Some(depth < 2 ? 60 : 25, fields.OrderBy(field => field.Key, StringComparer.Ordinal));
            return new JsonObject(some.Select(field => KeyValuePair.Create(field.Key, Value(dice, field.Value, depth + 1))));
        }

        return type.Name switch
        {
            "bool" => dice.Chance(50),
            "int32" or "int64" => dice.Pick([0, 1, 2, 3, 80, -1]),
            _ => dice.Chance(15) ? dice.Below(9000) : dice.Pick(Words),
        };
    }

    private static JsonObject Loose(Dice dice) => new()
    {
        ["spec"] = new JsonObject(dice.Some(30, Words).Select(word => KeyValuePair.Create(word, Odd(dice)))),
        ["status"] = Odd(dice),
    };
}
