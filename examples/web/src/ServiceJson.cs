using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Examples.Web;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class ServiceJson : JsonSerializerContext;
