namespace ModelOps.Registry.Datasets;

/// <summary>How to compare two versions of a table.</summary>
public sealed class DatasetDiffOptions
{
    /// <summary>Columns that say which row is which, in both versions. Default none: the whole row does, and rows are only added or removed.</summary>
    public IList<string> KeyColumns { get; } = [];

    /// <summary>How many rows of each kind are shown. 0 to 10,000; default 20.</summary>
    public int MaxSamples { get; set; } = 20;

    /// <summary>Parts that rows are divided into on disk, one of which is in memory at a time: about 60 bytes, and 4 more for each column in common, for each row
    /// of a part. 1 to 1,024; default 64, with which 100 million rows of 10 columns take some 160 MB.</summary>
    public int Partitions { get; set; } = 64;

    /// <summary>Folder for those parts. Default null: the system's temporary folder.</summary>
    public string? TemporaryFolder { get; set; }

    /// <summary>Told now and then how many rows have been read; null for nobody.</summary>
    public IProgress<long>? Progress { get; set; }
}
