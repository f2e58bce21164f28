using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.ServiceName;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class ServiceJson : JsonSerializerContext;
