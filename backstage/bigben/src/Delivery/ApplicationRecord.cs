using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Delivery;

/// <summary>What is applied of an Application, kept so that a restarted platform serves it again before it has asked git or Helm anything.</summary>
/// <param name="Manifest">The Application's own manifest, YAML.</param>
/// <param name="Applied">The objects that were applied last, YAML.</param>
/// <param name="Operation">The last sync.</param>
/// <param name="History">Deployments, oldest first.</param>
public sealed record ApplicationRecord(string Manifest, string Applied, OperationState? Operation, IReadOnlyList<HistoryEntry> History);

/// <summary>Keeps an <see cref="ApplicationRecord"/> per Application in a folder.</summary>
/// <param name="directory">The folder; made when needed.</param>
public sealed class ApplicationRecords(string directory)
{
    /// <summary>Every record, by the Application's name.</summary>
    /// <exception cref="PlatformException">A record is damaged.</exception>
    public IReadOnlyDictionary<string, ApplicationRecord> Load()
    {
        var records = new Dictionary<string, ApplicationRecord>();
        if (!Directory.Exists(directory))
            return records;
        foreach (var file in Directory.GetFiles(directory, "*.json"))
        {
            try
            {
                records[Path.GetFileNameWithoutExtension(file)] =
                    JsonSerializer.Deserialize<ApplicationRecord>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new JsonException("it is empty");
            }
            catch (JsonException e)
            {
                throw new PlatformException($"'{file}' is damaged ({e.Message}); delete it and run ./bootstrap/big-ben.sh: git brings the Application back.", e);
            }
        }

        return records;
    }

    /// <summary>Keeps a record, whole or not at all.</summary>
    public void Save(string name, ApplicationRecord record) =>
        AtomicFile.Write(FileOf(name), JsonSerializer.Serialize(record, JsonSerializerOptions.Web));

    /// <summary>Forgets an Application.</summary>
    public void Remove(string name) => File.Delete(FileOf(name));

    private string FileOf(string name) => Path.Combine(directory, $"{name}.json");
}
