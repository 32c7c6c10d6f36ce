using System.Text;
using System.Text.Json;
using CsCheck;
using ModelOps.Registry.Mlflow;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowModelTests
{
    // As the Python client 3.6 uploaded it.
    private const string Recorded = """
        artifact_path: mlflow-artifacts:/1/models/m-ad8cc754cafb4c0985d4941fe9e58284/artifacts
        flavors:
          onnx:
            code: null
            data: model.onnx
            onnx_version: 1.19.0
        is_signature_from_type_hint: false
        mlflow_version: 3.6.1.dev0
        model_id: m-ad8cc754cafb4c0985d4941fe9e58284
        model_uuid: m-ad8cc754cafb4c0985d4941fe9e58284
        prompts: null
        run_id: 29461571fe7141c29374d9059b9e82e6
        signature:
          inputs: '[{"type": "double", "name": "x", "required": true}]'
          outputs: '[{"type": "double", "required": true}]'
          params: null
        type_hint_from_example: false
        utc_time_created: '2026-11-23 09:39:44.985259'

        """;

    private static readonly ModelSignature Signature = new(
        [new TensorSpec("x", TensorDataType.Float32, [-1, 4]), new TensorSpec("text", TensorDataType.Bytes, [-1])],
        [new TensorSpec("y", TensorDataType.Int64, [])]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Parse_FileOfThePythonClient_ReadsEveryField()
    {
        MlflowModel model = MlflowModel.Parse(Recorded);

        Assert.Equal("mlflow-artifacts:/1/models/m-ad8cc754cafb4c0985d4941fe9e58284/artifacts", model.ArtifactPath);
        Assert.Equal("3.6.1.dev0", model.MlflowVersion);
        Assert.Equal("m-ad8cc754cafb4c0985d4941fe9e58284", model.ModelId);
        Assert.Equal("29461571fe7141c29374d9059b9e82e6", model.RunId);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 39, 44, TimeSpan.Zero).AddTicks(9852590), model.CreatedAt);
        Assert.Equal("onnx", model.Format);
        Assert.Equal("model.onnx", model.Flavors["onnx"].GetProperty("data").GetString());
        Assert.Equal(JsonValueKind.Null, model.Flavors["onnx"].GetProperty("code").ValueKind);
        MlflowField input = Assert.Single(model.Signature!.Inputs!);
        Assert.Equal(("x", "double", true), (input.Name, input.Type.Name, input.IsRequired));
        Assert.Null(Assert.Single(model.Signature.Outputs!).Name);
        Assert.Null(model.Signature.Parameters);
        Assert.Null(model.Signature.ToModelSignature()); // columns do not say which tensors they become
    }

    [Fact]
    public void ToYaml_OnnxModel_ReadsBackWithItsSignature()
    {
        MlflowModel model = MlflowModel.ForOnnx("sub/model.onnx", Signature) with
        {
            RunId = "12345678901234567890123456789012", // all digits: must stay a text
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)),
            SizeInBytes = 42,
            Metadata = JsonDocument.Parse("""{"note":"yes","ratio":1e-7,"big":1E+16,"whole":3,"list":[true,null,"a: b",{}],"none":[]}""").RootElement,
        };

        MlflowModel read = MlflowModel.Parse(model.ToYaml());

        Assert.Equal(Signature, read.Signature!.ToModelSignature());
        Assert.Equal((model.RunId, model.CreatedAt, model.SizeInBytes), (read.RunId, read.CreatedAt, read.SizeInBytes));
        Assert.Equal("mlflow.onnx", read.Flavors["python_function"].GetProperty("loader_module").GetString());
        Assert.Equal("sub/model.onnx", read.Flavors["python_function"].GetProperty("data").GetString());
        JsonElement metadata = read.Metadata!.Value;
        Assert.Equal("yes", metadata.GetProperty("note").GetString());
        Assert.Equal(1e-7, metadata.GetProperty("ratio").GetDouble());
        Assert.Equal(1e16, metadata.GetProperty("big").GetDouble());
        Assert.Equal(3, metadata.GetProperty("whole").GetInt32());
        Assert.Equal("[true,null,\"a: b\",{}]", metadata.GetProperty("list").GetRawText());
        Assert.Equal(0, metadata.GetProperty("none").GetArrayLength());
    }

    [Fact]
    public void ToYaml_AnyTexts_ReadBackAsTheyAre() =>
        Gen.Char[" ~'\":-#{}[]&*!|>%@`?,.0123456789eExyYnNonOFfalstrue_\t\n\\äπ\u2028\u0085\u0000"].Array[0, 12].Select(static c => new string(c)).Sample(text =>
        {
            MlflowModel model = MlflowModel.ForOnnx("model.onnx") with { RunId = text, ArtifactPath = text };
            MlflowModel read = MlflowModel.Parse(model.ToYaml());
            Assert.Equal((text, text), (read.RunId, read.ArtifactPath));
        }, iter: 2000, seed: "0000KOIPFSP5");

    [Fact]
    public void Parse_AnyBytes_NeverThrowsAnythingElse() =>
        Gen.Select(Gen.Int[0, Recorded.Length - 1], Gen.Char["\0\n\t :-'\"{}[]&*!|>%@`?,~"].Array[0, 8]).Sample(
            (at, noise) =>
            {
                try
                {
                    MlflowModel.Parse(string.Concat(Recorded.AsSpan(0, at), noise, Recorded.AsSpan(at)));
                }
                catch (MlflowFormatException)
                {
                }
            }, iter: 3000, seed: "0000KOIPFSP5");

    [Fact]
    public void Parse_AliasOfAnAnchor_IsReplayed()
    {
        MlflowModel model = MlflowModel.Parse("flavors:\n  onnx: &a {data: m.onnx}\n  other: *a\n");

        Assert.Equal("m.onnx", model.Flavors["other"].GetProperty("data").GetString());
    }

    [Fact]
    public void Parse_AnchorsThatMultiply_AreRefused()
    {
        StringBuilder bomb = new("flavors: {}\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) { bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"); }

        MlflowFormatException error = Assert.Throws<MlflowFormatException>(() => MlflowModel.Parse(bomb.ToString()));

        Assert.Contains("anchors", error.Message, StringComparison.Ordinal);
        Assert.Equal(MlflowErrorCodes.Malformed, error.Code);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("just text", "not a mapping")]
    [InlineData("run_id: a", "flavors")]
    [InlineData("flavors: [a]", "flavors")]
    [InlineData("flavors: {}\nflavors: {}", "twice")]
    [InlineData("flavors: {}\na: &a [*a]", "deeper")]
    [InlineData("flavors: {}\na: *nowhere", "nowhere")]
    [InlineData("flavors: {}\n? [a, b]\n: c", "key")]
    [InlineData("flavors: {}\na: !!python/object/apply:os.system [x]", "tag")]
    [InlineData("flavors: {}\n---\nflavors: {}", "more than one document")]
    [InlineData("flavors: {\n", "not YAML")]
    [InlineData("flavors: {}\nsignature: {inputs: '{'}", "signature")]
    [InlineData("flavors: {}\nsignature: {inputs: '[{\"name\":\"x\"}]'}", "type")]
    [InlineData("flavors: {}\nsignature: {inputs: '[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float32\",\"shape\":[-2]}}]'}", "shape")]
    public void Parse_WhatIsNoMlmodel_IsRefusedAndSaysWhy(string yaml, string why)
    {
        MlflowFormatException error = Assert.Throws<MlflowFormatException>(() => MlflowModel.Parse(yaml));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefusedBeforeItCanOverflowTheStack()
    {
        string yaml = "flavors: {}\na: " + new string('[', 500_000);

        Assert.Contains("deeper", Assert.Throws<MlflowFormatException>(() => MlflowModel.Parse(yaml)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooLarge_IsRefused() =>
        Assert.Contains("characters", Assert.Throws<MlflowFormatException>(() => MlflowModel.Parse("#" + new string('x', 4 << 20))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task SaveAsync_OnnxModel_WritesTheFolderThatMlflowLoads()
    {
        using TemporaryFolder folder = new();
        byte[] onnx = [1, 2, 3];

        await MlflowModel.ForOnnx("model.onnx", Signature).SaveAsync(folder.Path, [ModelFile.FromBytes("model.onnx", onnx)], Cancellation);

        Assert.Equal(
            ["MLmodel", "conda.yaml", "model.onnx", "python_env.yaml", "requirements.txt"],
            Directory.EnumerateFiles(folder.Path).Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(onnx, await File.ReadAllBytesAsync(Path.Combine(folder.Path, "model.onnx"), Cancellation));
        MlflowModel read = MlflowModel.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "MLmodel"), Cancellation));
        Assert.Equal(Signature, read.Signature!.ToModelSignature());
        Assert.Contains("onnxruntime\n", await File.ReadAllTextAsync(Path.Combine(folder.Path, "requirements.txt"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void ForOnnx_BFloat16_IsNotSupported() => Assert.Contains(
        "BF16",
        Assert.Throws<NotSupportedException>(() => MlflowModel.ForOnnx("m.onnx", new ModelSignature([new TensorSpec("x", TensorDataType.BFloat16, [-1])], []))).Message,
        StringComparison.Ordinal);
}
