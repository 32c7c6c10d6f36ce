using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

public sealed class OnnxRuntimeModelRuntimeTests
{
    private static readonly TensorSpec X = new("x", TensorDataType.Float32, [-1, 4]);
    private static readonly TensorSpec Y = new("y", TensorDataType.Float32, [-1, 4]);

    [Fact]
    public async Task LoadAsync_DamagedFile_LoadExceptionWithoutPath()
    {
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => OnnxSessions.LoadAsync([1, 2, 3]));

        Assert.Equal("m:1.0.0", e.Model);
        Assert.Contains("model.onnx", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_SeveralFiles_TakesModelOnnxElseRefuses()
    {
        using TemporaryFolder folder = new();
        folder.Write("model.onnx", TestModels.Affine(1f, 1f));
        folder.Write("other.onnx", TestModels.Affine(1f, 2f));
        OnnxRuntimeModelRuntime runtime = new(Options.Create(new OnnxRuntimeOptions()));
        ModelPackage package = new() { Model = "m", Version = "1.0.0", Format = "onnx", Directory = folder.Path, Files = ["other.onnx", "model.onnx"] };

        using (IModelSession session = await runtime.LoadAsync(package)) { Assert.Equal(X, session.Signature.Inputs.Single()); }

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(async () => await runtime.LoadAsync(package with { Files = ["a.onnx", "b.onnx"] }));
        Assert.Contains("model.onnx", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ModelLoadException>(async () => await runtime.LoadAsync(package with { Files = ["readme.md"] }));
    }

    [Fact]
    public async Task LoadAsync_RegisteredSignatureFits_ItIsUsed()
    {
        ModelSignature registered = new([X with { RequireFinite = true, Shape = [1, 4] }], [Y]);

        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(1f, 1f), registered);

        Assert.Equal(registered, session.Signature);
    }

    public static TheoryData<string, ModelSignature> Misfits => new()
    {
        { "unknown input", new([X with { Name = "z" }], [Y]) },
        { "other type", new([X with { DataType = TensorDataType.Float64 }], [Y]) },
        { "other size", new([X with { Shape = [-1, 5] }], [Y]) },
        { "looser than the file", new([X with { Shape = [-1, -1] }], [Y]) },
        { "other rank", new([X with { Shape = [4] }], [Y]) },
        { "no input", new([], [Y]) },
        { "unknown output", new([X], [Y with { Name = "z" }]) },
        { "other output size", new([X], [Y with { Shape = [-1, 9] }]) },
        { "no output", new([X], []) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task LoadAsync_RegisteredSignatureDisagrees_LoadExceptionShowsBoth(string what, ModelSignature registered)
    {
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => OnnxSessions.LoadAsync(TestModels.Affine(1f, 1f), registered));

        Assert.True(e.Message.Contains("the registered signature", StringComparison.Ordinal), what);
        Assert.Contains("FP32[-1,4]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_Cancelled_Cancelled()
    {
        using TemporaryFolder folder = new();
        ModelPackage package = ModelPackage.FromFile("m", folder.Write("model.onnx", TestModels.Affine(1f, 1f)));
        OnnxRuntimeModelRuntime runtime = new(Options.Create(new OnnxRuntimeOptions()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await runtime.LoadAsync(package, new CancellationToken(true)));
    }

    [Fact]
    public async Task LoadAsync_Settings_ShowInProperties()
    {
        OnnxRuntimeOptions options = new() { IntraOpThreads = 2 };
        options.ConfigEntries["session.intra_op.allow_spinning"] = "1";
        options.ConfigEntries["session.disable_prepacking"] = "1";

        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Identity(OnnxElementType.Float, -1), options: options);

        Assert.Equal("2", session.Properties["onnxruntime.intra_op_threads"]);
        Assert.Equal("1", session.Properties["session.intra_op.allow_spinning"]);
        Assert.Equal("1", session.Properties["session.disable_prepacking"]);
        Assert.Matches(@"^1\.\d+\.\d+$", session.Properties["onnxruntime.version"]);
    }

    [Fact]
    public void ToLoadException_NativeLibraryMissing_NamesThePackage()
    {
        TypeInitializationException error = new("NativeMethods", new DllNotFoundException("onnxruntime"));

        ModelLoadException e = OnnxErrors.ToLoadException("m:1.0.0", "/models/m.onnx", error);

        Assert.Contains("'Microsoft.ML.OnnxRuntime'", e.Message, StringComparison.Ordinal);
        Assert.Same(error, e.InnerException);
    }
}
