using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Examples.Passengers;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Passenger))]
[JsonSerializable(typeof(IReadOnlyList<Passenger>))]
[JsonSerializable(typeof(PassengerInput))]
internal sealed partial class ServiceJson : JsonSerializerContext;
