using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Examples.Healthcheck;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ApplicationList))]
internal sealed partial class ServiceJson : JsonSerializerContext;
