using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Hostile.Http;

namespace BigBen.Hostile.Api;

/// <summary>What is sent along: objects, options and patches.</summary>
internal static class ApiBody
{
    private const string Json = "application/json";

    private static readonly string[] Patches =
    [
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
    ];

    private static readonly string?[] Types =
        [null, "application/yaml", "application/vnd.kubernetes.protobuf", "text/plain", "a/b;c", "", Json];

    /// <summary>The content type, null for none, and the bytes.</summary>
    public static (string? Type, byte[] Body) Of(Dice dice, ApiResource resource, string method, ApiPath target)
    {
        var type = dice.Chance(8) ? dice.Pick(Types) : method == "PATCH" ? dice.Pick(Patches) : Json;
        var text = Text(dice, resource, method, target, type);
        var bytes = type == Types[2] && dice.Chance(70)
            ? [.. "k8s\0"u8, .. dice.Bytes(dice.Below(200))]
            : Encoding.UTF8.GetBytes(text);
        return (type, dice.Chance(8) ? Damage.To(dice, bytes) : bytes);
    }

    private static string Text(Dice dice, ApiResource resource, string method, ApiPath target, string? type)
    {
        if (dice.Chance(4))
            return dice.Pick([Pools.Json(dice), Deep(dice), $"a: {Pools.Text(dice)}\n---\nb: &a [*a]", ""]);
        var made = method == "DELETE" ? Objects.Options(dice) : Objects.Of(dice, resource, target.Name, target.Subresource);
        return type == Patches[0] ? Operations(dice, made).ToJsonString() : made.ToJsonString();
    }

    private static string Deep(Dice dice)
    {
        var depth = dice.Pick([60, 64, 65, 100, 5000, 100_000]);
        return $"{new string('[', depth)}{new string(']', depth)}";
    }

    private static JsonArray Operations(Dice dice, JsonObject made) =>
        [.. Enumerable.Range(0, dice.Below(4)).Select(_ =>
        {
            var operation = new JsonObject
            {
                ["op"] = dice.Pick(["add", "remove", "replace", "move", "copy", "test", "x"]),
                ["path"] = Pointer(dice, made),
            };
            if (dice.Chance(60))
                operation["value"] = Objects.Odd(dice);
            if (dice.Chance(40))
                operation["from"] = Pointer(dice, made);
            return operation;
        })];

    private static string Pointer(Dice dice, JsonNode? node)
    {
        if (dice.Chance(8))
            return dice.Pick(["", "/", "a", "/-", "/metadata/-", "//", "/~", "/~2", "/metadata", "/metadata/name", "/spec/0"]);
        var path = new StringBuilder();
        while (!dice.Chance(25))
        {
            if (node is JsonObject { Count: > 0 } map)
            {
                var (name, inner) = dice.Pick([.. map]);
                path.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
                node = inner;
            }
            else if (node is JsonArray list)
            {
                path.Append('/').Append(dice.Pick(["0", "1", "-", "-1", "00", "x", "99999999999"]));
                node = list.FirstOrDefault();
            }
            else
            {
                break;
            }
        }

        return path.ToString();
    }
}
