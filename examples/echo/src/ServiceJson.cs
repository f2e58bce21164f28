using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Examples.Echo;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Echoed))]
[JsonSerializable(typeof(HostHealth))]
internal sealed partial class ServiceJson : JsonSerializerContext;
