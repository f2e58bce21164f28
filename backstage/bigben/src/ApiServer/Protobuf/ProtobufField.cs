namespace BigBen.ApiServer.Protobuf;

/// <summary>A field of a message.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type"><c>string</c>, <c>bytes</c>, <c>int</c>, <c>bool</c>, or the name of a message.</param>
/// <param name="Form">How often it is there.</param>
internal sealed record ProtobufField(string Name, string Type, ProtobufForm Form);

/// <summary>How often a field's value is there.</summary>
internal enum ProtobufForm
{
    /// <summary>Once; where it is zero it is not there at all, since Go writes it all the same.</summary>
    Plain,

    /// <summary>Once or not at all; zero counts.</summary>
    Optional,

    /// <summary>Any number of times.</summary>
    List,

    /// <summary>Any number of times, each with a key that is a text.</summary>
    Map,
}
