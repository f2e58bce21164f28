namespace BigBen.Manifests.Validation.Schema;

/// <summary>The JSON is none of an object of its kind; the message is that of Go's decoder.</summary>
internal sealed class DecodingException(string message) : Exception(message);
