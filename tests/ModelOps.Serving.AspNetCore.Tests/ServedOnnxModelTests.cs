using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Onnx;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests;

/// <summary>From a request on a real connection to ONNX Runtime and back.</summary>
public sealed class ServedOnnxModelTests
{
    [Fact]
    public async Task Infer_OnnxModel_AnswersInJsonBinaryAndRaw()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        JsonElement json = await host.InferAsync(
            "affine", """{"id":"a","inputs":[{"name":"x","shape":[2,4],"datatype":"FP32","data":[[0,1,2,3],[4,5,6,7]]}]}""").OkJsonAsync();
        Assert.Equal(
            """{"model_name":"affine","model_version":"1.0.0","id":"a","outputs":[{"name":"y","datatype":"FP32","shape":[2,4],"data":[0.5,2.5,4.5,6.5,8.5,10.5,12.5,14.5]}]}""",
            json.GetRawText());

        byte[] row = [.. new[] { 0f, 1f, 2f, 3f }.SelectMany(BitConverter.GetBytes)];
        byte[] answer = [.. new[] { 0.5f, 2.5f, 4.5f, 6.5f }.SelectMany(BitConverter.GetBytes)];
        (_, byte[] binary) = await host.InferBinaryAsync(
            "affine",
            """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""",
            row).OkBinaryAsync();
        Assert.Equal(answer, binary);
        (_, byte[] raw) = await host.PostAsync("/v2/models/affine/versions/1.0.0/infer", row, "application/octet-stream", "0").OkBinaryAsync();
        Assert.Equal(answer, raw);
    }

    [Fact]
    public async Task Infer_SubsetOfOutputs_AnswersThemInOrder()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        JsonElement json = await host.InferAsync("sums", """
            {"inputs":[{"name":"b","shape":[2],"datatype":"FP32","data":[1,2]},{"name":"a","shape":[2],"datatype":"FP32","data":[10,20]}],
             "outputs":[{"name":"difference"},{"name":"sum"}]}
            """).OkJsonAsync();
        Assert.Equal("[9,18]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        Assert.Equal("[11,22]", json.GetProperty("outputs")[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_OutputShapeThatDependsOnValues_IsTold()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        JsonElement output = (await host.InferAsync(
            "nonzero", """{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":[0,3,0,4]}]}""").OkJsonAsync()).GetProperty("outputs")[0];
        Assert.Equal("[1,2]", output.GetProperty("shape").GetRawText());
        Assert.Equal("[1,3]", output.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_Strings_PassThrough()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        JsonElement json = await host.InferAsync("strings", """{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","data":["ä","b"]}]}""").OkJsonAsync();
        Assert.Equal(["ä", "b"], json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(e => e.GetString()!));
    }

    [Fact]
    public async Task Infer_ModelFailsOnInput_Is500WithoutInsidesAndGoesOn()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        const string Bad = """{"inputs":[{"name":"indices","shape":[1],"datatype":"INT64","data":[7]}]}""";
        JsonElement error = await host.InferAsync("lookup", Bad).ErrorAsync(500);
        Assert.Equal("MODEL_EXECUTION_FAILED", error.GetProperty("code").GetString());
        Assert.DoesNotContain("onnxruntime", error.GetRawText(), StringComparison.OrdinalIgnoreCase);
        JsonElement json = await host.InferAsync("lookup", Bad.Replace("[7]", "[2]")).OkJsonAsync();
        Assert.Equal("[30]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Infer_32CallersOfMixedModels_EachGetsItsOwnAnswer()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (caller, _) =>
        {
            for (int call = 0; call < 20; call++)
            {
                int mark = (caller * 100) + call;
                JsonElement json = (call % 2) switch
                {
                    0 => await host.InferAsync("affine", $$"""{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[{{mark}},0,0,0]}]}""").OkJsonAsync(),
                    _ => await host.InferAsync("identity", $$"""{"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[{{mark}}]}]}""").OkJsonAsync(),
                };
                float expected = call % 2 == 0 ? (mark * 2) + 0.5f : mark;
                Assert.Equal(expected, json.GetProperty("outputs")[0].GetProperty("data")[0].GetSingle());
            }
        });
    }

    [Theory]
    [InlineData("affine", """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]}]}""", 400)]
    [InlineData("affine", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP64","data":[1,2,3,4]}]}""", 400)]
    [InlineData("affine", """{"inputs":[]}""", 400)]
    [InlineData("nobody", """{"inputs":[]}""", 404)]
    public async Task Infer_RequestThatDoesNotFit_IsRefused(string model, string body, int status)
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        await host.InferAsync(model, body).ErrorAsync(status);
    }

    [Fact]
    public async Task Get_HostAndModels_AreDescribed()
    {
        using TemporaryFolder folder = new();
        await using TestHost host = await StartAsync(folder);
        await host.Client.GetAsync("/v2/health/ready").OkJsonAsync();
        JsonElement metadata = await host.Client.GetAsync("/v2/models/affine/versions/1.0.0").OkJsonAsync();
        Assert.Equal("""[{"name":"x","datatype":"FP32","shape":[-1,4]}]""", metadata.GetProperty("inputs").GetRawText());
        Assert.Equal("""["1.0.0"]""", metadata.GetProperty("versions").GetRawText());
        await host.Client.GetAsync("/v2/models/affine/ready").OkJsonAsync();
        JsonElement index = await host.PostAsync("/v2/repository/index", [], contentType: null).OkJsonAsync();
        Assert.Contains(index.EnumerateArray(), m => m.GetProperty("name").GetString() == "affine" && m.GetProperty("state").GetString() == "READY");
    }

    /// <summary>Starts the host and waits until its models are ready.</summary>
    private static async Task<TestHost> StartAsync(TemporaryFolder folder)
    {
        TestHost host = await TestHost.StartAsync(models: null, kestrel: true, configure: builder => builder.Services.AddModelOps().AddServing(options =>
        {
            Add(options, "affine", TestModels.Affine(2, 0.5f));
            Add(options, "sums", TestModels.SumAndDifference());
            Add(options, "nonzero", TestModels.NonZero());
            Add(options, "lookup", TestModels.Lookup());
            Add(options, "identity", TestModels.Identity(OnnxElementType.Int64, -1));
            Add(options, "strings", TestModels.Identity(OnnxElementType.String, -1));
        }));
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(60));
        while (!(await host.Client.GetAsync("/v2/health/ready", enough.Token)).IsSuccessStatusCode) { await Task.Delay(20, enough.Token); }
        return host;

        void Add(ServingOptions options, string name, byte[] model) =>
            options.Models.Add(new HostedModelOptions { Name = name, File = folder.Write($"{name}.onnx", model) });
    }
}
