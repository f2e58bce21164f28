using System.Text.Json;
using System.Text.Json.Serialization;
using BigBen.ServiceB.ServiceA;

namespace BigBen.ServiceB;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class ServiceJson : JsonSerializerContext;
