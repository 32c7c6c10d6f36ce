using ModelOps.Registry.Datasets;
using ModelOps.Registry.Dvc;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Datasets;

[Collection(nameof(ReadmeTests))]
public sealed class DataVersioningGuideTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_Dvc_MovesDataBetweenRepositories()
    {
        _folder.Write("here/data/raw/a.bin", [1]);
        Directory.CreateDirectory("there/data");
        FolderDvcRemote remote = new("remote");
        DvcRepository other = DvcRepository.Open("there");

        await UseAsync("here", remote, other);

        Assert.Equal([1], await File.ReadAllBytesAsync("there/data/raw/a.bin"));
    }

    [Fact]
    public async Task Guide_Lock_IsRead()
    {
        await File.WriteAllTextAsync("dvc.lock", "schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n    - path: model\n      md5: 22a1a2931c8370d3aeedd7183606fd7f\n");
        List<string> shown = [];

        await ReadAsync("dvc.lock", shown.Add);

        Assert.Equal(["train: model is 22a1a2931c8370d3aeedd7183606fd7f"], shown);
    }

    [Fact]
    public async Task Guide_Catalog_FindsWhatItRegistered()
    {
        _folder.Write("data/a.csv", [1]);

        Assert.Equal(1, Assert.Single(await RegisterAsync("data")).Number);
    }

    [Fact]
    public async Task Guide_Diff_SaysWhatChanged()
    {
        await File.WriteAllTextAsync("before.csv", "store,day,sold\n1,1,10\n1,2,11\n");
        await File.WriteAllTextAsync("after.csv", "store,day,sold,promo\n1,1,12,x\n1,3,11,x\n");
        List<string> shown = [];

        await CompareAsync("before.csv", "after.csv", shown.Add);

        Assert.Equal(["1 added, 1 removed, 1 changed; new columns: promo", "Added 1/3 ", "Removed 1/2 ", "Changed 1/1 sold"], shown);
    }

    private static async Task UseAsync(string root, IDvcRemote remote, DvcRepository other)
    {
        // <snippet:docs/guides/data-versioning.md#1>
        DvcRepository repository = DvcRepository.Open(root);

        DvcFile file = await repository.AddAsync("data/raw");          // writes data/raw.dvc and data/.gitignore
        await repository.PushAsync("data/raw.dvc", remote);
        // </snippet>

        await File.WriteAllTextAsync("there/data/raw.dvc", file.ToYaml());

        // <snippet:docs/guides/data-versioning.md#1>
        await other.PullAsync("data/raw.dvc", remote);                 // into the cache, every byte checked
        await other.CheckoutAsync("data/raw.dvc");                     // into its place
        // </snippet>
    }

    private static async Task ReadAsync(string lockPath, Action<string> show)
    {
        // <snippet:docs/guides/data-versioning.md#3>
        DvcLock lockFile = DvcLock.Parse(await File.ReadAllTextAsync(lockPath));
        foreach (DvcStage stage in lockFile.Stages)
        {
            show($"{stage.Name}: {stage.Outputs[0].Path} is {stage.Outputs[0].Hash}");
        }
        // </snippet>
    }

    private static async Task<IReadOnlyList<DatasetVersion>> RegisterAsync(string data)
    {
        // <snippet:docs/guides/data-versioning.md#4>
        DatasetCatalog catalog = DatasetCatalog.Open("datasets");
        DatasetVersion dataset = await catalog.RegisterAsync(new DatasetRegistration { Name = "demand", Path = data, Source = "s3://planning/demand" });

        await DatasetCatalog.VerifyAsync(dataset, data);                                    // is it still what was registered?
        IReadOnlyList<DatasetVersion> known = await catalog.FindAsync(dataset.DvcHash);     // which version is this DVC hash?
        // </snippet>

        return known;
    }

    private static async Task CompareAsync(string before, string after, Action<string> show)
    {
        // <snippet:docs/guides/data-versioning.md#5>
        DatasetDiffReport report = await DatasetDiff.CompareAsync(
            new CsvDatasetRows(before), new CsvDatasetRows(after), new DatasetDiffOptions { KeyColumns = { "store", "day" } });

        show($"{report.Added} added, {report.Removed} removed, {report.Changed} changed; new columns: {string.Join(", ", report.ColumnsAdded)}");
        foreach (DatasetRowChange row in report.Samples)
        {
            show($"{row.Kind} {string.Join('/', row.Key)} {string.Join(", ", row.Columns)}");
        }
        // </snippet>
    }
}
