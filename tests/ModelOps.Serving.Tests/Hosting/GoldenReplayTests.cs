using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class GoldenReplayTests
{
    private const string Golden =
        """
        {"request": {"id": "a", "inputs": [{"name": "x", "datatype": "FP32", "shape": [2, 1], "data": [[1], [2]]}]}, "response": {"outputs": [{"name": "y", "datatype": "FP32", "shape": [2, 1], "data": [11, 12]}]}}

        {"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [3]}]}, "response": {"outputs": [{"name": "y", "datatype": "FP32", "shape": [1, 1], "data": [13]}]}}
        """;

    [Fact]
    public async Task NewVersionAnswersAsBefore_SwappedElseRefusedAndOldStays()
    {
        using TestHost host = new();
        string golden = host.Folder.Write("golden.jsonl", Encoding.UTF8.GetBytes(Golden));
        host.AddVersions("demand", 10, 10.0005f, 10.5f);
        host.Registry.Point("demand", "champion", 1);
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", GoldenFile = golden });
        host.Registry.Point("demand", "champion", 2);
        await host.Host.RefreshAsync("demand"); // within the tolerance
        host.Registry.Point("demand", "champion", 3);

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Contains("2 of 2 recorded calls", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 1: element 0 of 2 of output 'y'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("11", e.Message, StringComparison.Ordinal); // no values
        Assert.Equal("1.1.0", (await host.CallAsync("demand")).Version);
        Assert.Equal([1, 0, 1], host.Runtime.Sessions.Select(static s => s.Disposals));
    }

    [Fact]
    public async Task BesideTheFile_IsFoundAndFollowed()
    {
        using TestHost host = new();
        host.Folder.Write("demand-1.0.0.golden.jsonl", Encoding.UTF8.GetBytes(Golden));

        await host.AddFileAsync("demand", TestModels.Affine(1f, 10f, columns: 1));
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("demand", TestModels.Affine(1f, 20f, columns: 1)));

        Assert.Contains("recorded calls", e.Message, StringComparison.Ordinal);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);
    }

    [Theory]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 2], "data": [3, 4]}]}, "response": {"outputs": []}}""", "INVALID_REQUEST")]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [3]}]}, "response": {"outputs": [{"name": "z", "datatype": "FP32", "shape": [1], "data": [3]}]}}""", "output 'z' is missing")]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [3]}]}, "response": {"outputs": [{"name": "y", "datatype": "FP32", "shape": [1], "data": [13]}]}}""", "in place of FP32[1]")]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "FP32", "shape": [2, 1], "data": [3]}]}}""", "at line 1: tensor 'x' has 1 elements")]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "FP31", "shape": [1, 1], "data": [3]}]}}""", "datatype 'FP31'")]
    [InlineData("""{"request": {"inputs": [{"name": "x", "datatype": "UINT8", "shape": [1], "data": [300]}]}}""", "at line 1")]
    [InlineData("""{"request": "secret" """, "at line 1")]
    [InlineData("""[]""", "at line 1")]
    public async Task BadLine_RefusedWithTheLineAndWithoutItsContent(string line, string expected)
    {
        using TestHost host = new();
        host.Folder.Write("demand-1.0.0.golden.jsonl", Encoding.UTF8.GetBytes(line));

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("demand", TestModels.Affine(1f, 10f, columns: 1)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileIsMissing_SaysWhich()
    {
        using TestHost host = new();

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.AddAsync(new HostedModelOptions
        {
            Name = "demand",
            File = host.Folder.Write("demand.onnx", TestModels.Affine(1f, 10f, columns: 1)),
            GoldenFile = host.Folder.File("nowhere.jsonl"),
        }));

        Assert.Contains("'nowhere.jsonl'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Folder.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WarmUpSamples_RunBeforeItAnswers_AndABadOneIsRefused()
    {
        using TestHost host = new(static o => o.WarmUpRuns = 3, WithoutBatching);
        host.Folder.Write("lookup-1.0.0.warmup.jsonl", """{"inputs": [{"name": "indices", "datatype": "INT64", "shape": [2], "data": [0, 2]}]}"""u8.ToArray());
        await host.AddFileAsync("lookup", TestModels.Lookup());
        Assert.Equal(3, host.Runtime.Sessions.Single().Runs);

        host.Folder.Write("lookup-2.0.0.warmup.jsonl", """{"inputs": [{"name": "indices", "datatype": "INT64", "shape": [1], "data": [7]}]}"""u8.ToArray());
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("lookup", TestModels.Lookup(), "2.0.0"));
        Assert.Contains("warm-up sample of line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MadeUpRows_OfEachBatchSize()
    {
        using TestHost host = new(static o => { o.WarmUpRuns = 2; o.WarmUpBatchSizes.Add(8); o.WarmUpBatchSizes.Add(64); }, WithoutBatching);

        await host.AddFileAsync("demand", TestModels.Affine(1f, 10f, columns: 1));

        Assert.Equal(6, host.Runtime.Sessions.Single().Runs); // of 1, 8 and 64 rows
    }

    // Its check at load would count as runs.
    private static void WithoutBatching(IModelOpsBuilder builder) => builder.Services.Configure<BatchingOptions>(static o => o.Mode = BatchingMode.Off);
}
