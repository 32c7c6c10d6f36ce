using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class FileWatchTests
{
    [Fact]
    public async Task WrittenInPlace_SwappedOnceItHasSettled()
    {
        using TestHost host = new();
        await host.AddFileAsync("demand", Affine(10));
        host.Folder.Write("demand-1.0.0.onnx", Affine(20)[..20]); // half written
        await LookAsync(host);
        host.Folder.Write("demand-1.0.0.onnx", Affine(20));
        await LookAsync(host);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);

        await LookAsync(host);

        Assert.Equal(21f, (await host.CallAsync("demand")).Answer);
        Assert.Equal(2, host.Runtime.Sessions.Count);
    }

    [Fact]
    public async Task RenamedOver_SwappedAndDigestTells()
    {
        using TestHost host = new();
        await host.AddFileAsync("demand", Affine(10));
        string before = await DigestAsync(host);

        string renamed = host.Folder.Write("new.onnx", Affine(20));
        File.SetLastWriteTimeUtc(renamed, DateTime.UnixEpoch); // as long as the other, and perhaps of the same tick of the file system's clock
        File.Move(renamed, host.Folder.File("demand-1.0.0.onnx"), overwrite: true);
        await LookAsync(host, 3);

        Assert.Equal(21f, (await host.CallAsync("demand")).Answer);
        Assert.NotEqual(before, await DigestAsync(host));
    }

    [Fact]
    public async Task LinkOfADirectoryMoved_AsConfigMapsDo_Swapped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need privileges on Windows.");
        using TestHost host = new();
        foreach (int i in new[] { 1, 2 })
        {
            Directory.CreateDirectory(host.Folder.File($"..{i}"));
            string file = host.Folder.Write($"..{i}/demand.onnx", Affine(i * 10));
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch); // nothing but the link tells
        }

        Directory.CreateSymbolicLink(host.Folder.File("..data"), "..1");
        File.CreateSymbolicLink(host.Folder.File("demand.onnx"), "..data/demand.onnx");
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", File = host.Folder.File("demand.onnx") });
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);

        Directory.Delete(host.Folder.File("..data"));
        Directory.CreateSymbolicLink(host.Folder.File("..data"), "..2");
        await LookAsync(host, 3);

        Assert.Equal(21f, (await host.CallAsync("demand")).Answer);
    }

    [Fact]
    public async Task TouchedOrBrokenOrGone_OldAnswers()
    {
        using TestHost host = new();
        await host.AddFileAsync("demand", Affine(10));
        string file = host.Folder.File("demand-1.0.0.onnx");

        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        await LookAsync(host, 3);
        Assert.Single(host.Runtime.Sessions);
        File.WriteAllBytes(file, [1, 2, 3]);
        await LookAsync(host, 3);
        Assert.Contains(host.Host.Models, static m => m.State == ModelState.Unavailable);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);
        File.Delete(file);
        await LookAsync(host, 3);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);
    }

    [Fact]
    public async Task Directory_VersionsComeChangeAndGo()
    {
        using TestHost host = new();
        Write(host, "demand/9", 10);
        Write(host, "demand/.hidden", 0);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Directory = host.Folder.File("demand"), VersionPolicy = ModelVersionPolicy.Latest, LatestVersions = 2 });
        Assert.Equal(("9", 11f), await host.CallAsync("demand"));

        Write(host, "demand/10", 20);
        await LookAsync(host, 3);
        Assert.Equal(("10", 21f), await host.CallAsync("demand"));
        Assert.Equal(("9", 11f), await host.CallAsync("demand:9"));

        Write(host, "demand/10", 30);
        await LookAsync(host, 3);
        Assert.Equal(("10", 31f), await host.CallAsync("demand"));

        Directory.Delete(host.Folder.File("demand/10"), recursive: true);
        await LookAsync(host, 2);
        Assert.Equal(("9", 11f), await host.CallAsync("demand"));
    }

    [Fact]
    public async Task ModelDirectory_ModelsComeAndGo()
    {
        using TemporaryFolder models = new();
        Directory.CreateDirectory(models.File("a/1"));
        models.Write("a/1/model.onnx", Affine(10));
        using TestHost host = new(o => o.ModelDirectory = models.Path);
        await host.StartAsync();
        Assert.False(host.Host.IsReady);
        await Eventually.TrueAsync(() => host.Host.IsReady, "it is ready");
        Assert.Equal(("1", 11f), await host.CallAsync("a"));

        Directory.CreateDirectory(models.File("b/1"));
        models.Write("b/1/model.onnx", Affine(20));
        await EventuallyAsync(host, () => host.Host.Models.Any(static m => m is { Name: "b", State: ModelState.Ready }), "the new model is there");
        Assert.Equal(("1", 21f), await host.CallAsync("b"));

        Directory.Delete(models.File("a"), recursive: true);
        await EventuallyAsync(host, () => host.Host.Models.All(static m => m.Name == "b"), "the other is gone");
        await Assert.ThrowsAsync<ModelNotFoundException>(() => host.CallAsync("a"));
        await host.StopAsync();
    }

    private static byte[] Affine(float offset) => TestModels.Affine(1f, offset, columns: 1);

    private static void Write(TestHost host, string version, float offset)
    {
        Directory.CreateDirectory(host.Folder.File(version));
        host.Folder.Write($"{version}/model.onnx", Affine(offset));
    }

    /// <summary>Looks at the files, each time after so long that what stayed as it was has settled.</summary>
    private static async Task LookAsync(TestHost host, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(2));
            try { await host.Host.RefreshAsync("demand"); }
            catch (ModelLoadException) { } // what is broken or gone; the test sees what answers
        }
    }

    private static Task EventuallyAsync(TestHost host, Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);

    private static async Task<string> DigestAsync(TestHost host) => (await host.Client.GetMetadataAsync(ModelReference.Parse("demand"))).Properties["digest"];
}
