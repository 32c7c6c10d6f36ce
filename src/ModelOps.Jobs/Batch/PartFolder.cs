using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelOps.Jobs;

/// <summary>The parts of a run: each whole on the disk before it counts, so that a run that is killed goes on behind the last one.</summary>
internal sealed class PartFolder
{
    private const string Manifest = "manifest.json";
    private const string Report = "report.json";
    private const string Gone = ".gone";
    private readonly BatchScoringOptions _options;
    private readonly string _extension;
    private readonly string _work;

    public PartFolder(BatchScoringOptions options)
    {
        _options = options;
        _extension = TableFormat.Of(options.OutputPath);
        _work = Fingerprint();
        Folder = options.OutputPath + ".parts";
    }

    public string Folder { get; }

    public List<BatchPart> Done { get; } = [];

    public string ErrorsPath => _options.OutputPath + ".errors.csv";

    public string MergedPath => Path.Combine(Folder, "merged" + _extension);

    public string MergedErrorsPath => Path.Combine(Folder, "merged.errors.csv");

    /// <summary>What this very work came to, when it was done before; null when it was not.</summary>
    public BatchScoringReport? Finished { get; private set; }

    /// <summary>Whether all is scored and merged, and only has to be put in place.</summary>
    public bool IsMerged => File.Exists(InnerReport);

    private string InnerReport => Path.Combine(Folder, Report);

    private string OuterReport => _options.OutputPath + ".report.json";

    /// <summary>Opens the folder of this work, or makes it.</summary>
    /// <returns>Whether an earlier run was there.</returns>
    public bool Open()
    {
        if (Directory.Exists(Folder + Gone)) { Directory.Delete(Folder + Gone, recursive: true); }
        string manifest = Path.Combine(Folder, Manifest);
        bool hasParts = File.Exists(manifest);
        if (hasParts && Read(manifest, JobsJson.Default.BatchManifest)?.Work == _work)
        {
            while (File.Exists(Name(Done.Count, ".json"))) { Done.Add(Read(Name(Done.Count, ".json"), JobsJson.Default.BatchPart)!); }
            return true;
        }

        if (!_options.Overwrite)
        {
            if (hasParts) { throw BatchScoringException.Output("the folder of its parts is there already, from other work or another state of the input. Remove it, or set Overwrite."); }
            Finished = File.Exists(OuterReport) && Read(OuterReport, JobsJson.Default.BatchReceipt) is { } receipt && receipt.Work == _work ? receipt.Report : null;
            if (File.Exists(_options.OutputPath)) { return Finished is not null ? true : throw BatchScoringException.Output("it is there already. Name another file, or set Overwrite."); }
            Finished = null;
        }

        if (Directory.Exists(Folder)) { Directory.Delete(Folder, recursive: true); } // other work's, or of a run that was killed before it had begun
        Directory.CreateDirectory(Folder);
        Write(manifest, JsonSerializer.SerializeToUtf8Bytes(new BatchManifest(_work), JobsJson.Default.BatchManifest));
        return false;
    }

    public string DataPath(int part) => Name(part, _extension);

    public string ErrorPath(int part) => Name(part, ".errors.csv");

    public void Commit(BatchPart part)
    {
        Write(Name(Done.Count, ".json"), JsonSerializer.SerializeToUtf8Bytes(part, JobsJson.Default.BatchPart));
        Done.Add(part);
    }

    /// <summary>Puts the merged files in place. Whatever step a kill falls between, the next run takes the steps that are left.</summary>
    public void Publish(BatchScoringReport report)
    {
        byte[] receipt = JsonSerializer.SerializeToUtf8Bytes(new BatchReceipt(_work, report), JobsJson.Default.BatchReceipt);
        if (!IsMerged) { Write(InnerReport, receipt); }
        if (File.Exists(MergedErrorsPath)) { File.Move(MergedErrorsPath, ErrorsPath, overwrite: true); }
        else if (report.Skipped == 0) { File.Delete(ErrorsPath); } // of the output that was there before
        if (File.Exists(MergedPath)) { File.Move(MergedPath, _options.OutputPath, overwrite: true); }
        Write(OuterReport, receipt);
        Directory.Move(Folder, Folder + Gone); // at once: half a folder would look like other work
        Directory.Delete(Folder + Gone, recursive: true);
    }

    /// <summary>Writes a file so that it is there whole or not at all.</summary>
    public static void Write(string path, byte[] content)
    {
        string temporary = path + ".tmp";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException e)
        {
            throw BatchScoringException.Output("the folder of its parts is damaged. Remove it and start again.", e);
        }
    }

    private string Name(int part, string extension) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"part-{part:D8}{extension}"));

    private string Fingerprint()
    {
        FileInfo input = new(_options.InputPath);
        StringBuilder work = new();
        work.Append(CultureInfo.InvariantCulture, $"1\n{input.FullName}\n{input.Length}\n{input.LastWriteTimeUtc.Ticks}\n{_extension}\n{_options.Model}\n{_options.RowsPerCall}\n{_options.RowsPerPart}\n{_options.BadRows}\n");
        foreach (BatchInput binding in _options.Inputs) { work.AppendJoin('\t', [binding.Name, .. binding.Columns]).Append('\n'); }
        if (_options.KeepColumns is { } keep) { work.Append("keep\t").AppendJoin('\t', keep); }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work.ToString())));
    }
}
