using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Examples.Users;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(UserChange))]
[JsonSerializable(typeof(UserInput))]
[JsonSerializable(typeof(UserPage))]
internal sealed partial class ServiceJson : JsonSerializerContext;
