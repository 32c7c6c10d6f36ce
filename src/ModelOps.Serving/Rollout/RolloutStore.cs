using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Keeps rollouts in files, one a model: written beside the old one, forced to disk, then moved over it, so that a file is whole or as it was.</summary>
internal sealed class RolloutStore(IOptions<RolloutOptions> options, ILogger<RolloutStore>? logger = null)
{
    private const string Extension = ".rollout.json";
    private readonly ILogger _logger = logger ?? NullLogger<RolloutStore>.Instance;

    private string? Folder => options.Value.StateDirectory;

    public IReadOnlyList<RolloutDocument> Load()
    {
        if (Folder is not { } folder || !Directory.Exists(folder)) { return []; }
        List<RolloutDocument> documents = [];
        foreach (string file in Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file)[..^Extension.Length];
            try
            {
                documents.Add(Read(file, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                _logger.RolloutNotRead(name, e);
            }
        }

        return documents;
    }

    public void Save(RolloutDocument document)
    {
        if (Folder is not { } folder) { return; }
        Directory.CreateDirectory(folder);
        string file = FileOf(folder, document.Model);
        string written = file + ".new";
        using (FileStream stream = new(written, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, document, RolloutJson.Default.RolloutDocument);
            stream.Flush(flushToDisk: true);
        }

        File.Move(written, file, overwrite: true);
    }

    public void Remove(string model)
    {
        if (Folder is { } folder) { File.Delete(FileOf(folder, model)); }
    }

    private static string FileOf(string folder, string model) => Path.Combine(folder, PathSegment.Of(model) + Extension);

    // A file that a person or another version wrote must not bring the host down later.
    private static RolloutDocument Read(string file, string name)
    {
        using FileStream stream = File.OpenRead(file);
        RolloutDocument document = JsonSerializer.Deserialize(stream, RolloutJson.Default.RolloutDocument) ?? throw new JsonException("The file is empty.");
        bool isSound = document.Format == RolloutDocument.CurrentFormat && ModelReference.IsName(document.Model) && PathSegment.Of(document.Model) == name
            && Enum.IsDefined(document.State)
            && !RolloutPolicyRules.Check(document.Policy, "policy").Any()
            && document.Step >= 0 && document.Step < document.Policy.CanaryWeights.Length
            && document.Champion.Bins.Length is 0 or LatencyBins.Count
            && document.Canary.Bins.Length is 0 or LatencyBins.Count;
        return isSound ? document : throw new JsonException("It is not a rollout of this model, or of a format that this version does not know.");
    }
}
