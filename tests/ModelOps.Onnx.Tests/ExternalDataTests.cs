using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteFile_WeightsOverTheThreshold_ReadBackTheSameAndOnnxRuntimeRunsIt()
    {
        OnnxModel model = Matrix(64);
        string path = _folder.File("m.onnx");

        OnnxModelWriter.WriteFile(model, path, new OnnxWriteOptions { ExternalDataThresholdBytes = 1024 });

        Assert.True(new FileInfo(path).Length < 1024);
        Assert.Equal(64 * 64 * 4, new FileInfo(path + ".data").Length);
        Assert.Equal(Dump.Of(model), Dump.Of(OnnxModelReader.ReadFile(path)));
        using InferenceSession session = new(path);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1f, 64).ToArray(), [1, 64]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);
        Assert.Equal(Enumerable.Range(0, 64).Sum(static row => (row * 64f) + 2) + 2, outputs[0].GetTensorDataAsSpan<float>()[2]);
    }

    [Fact]
    public void ReadFile_ExternalDataNotLoaded_TensorSaysWhereItLies()
    {
        string path = _folder.File("m.onnx");
        OnnxModelWriter.WriteFile(Matrix(64), path, new OnnxWriteOptions { ExternalDataThresholdBytes = 1024, ExternalDataFileName = "weights.bin" });

        OnnxModel read = OnnxModelReader.ReadFile(path, new OnnxReadOptions { LoadExternalData = false });

        OnnxTensor weights = read.Graph.Initializers[0];
        Assert.Equal(new OnnxExternalData("weights.bin", 0, 64 * 64 * 4), weights.ExternalData);
        Assert.True(weights.RawData.IsEmpty);
        Assert.Equal(File.ReadAllBytes(path), OnnxModelWriter.Write(read));
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("./data")]
    [InlineData("a//data")]
    [InlineData("..\\secret")]
    [InlineData("C:\\secret")]
    [InlineData("C:data")]
    [InlineData("\\\\server\\share")]
    [InlineData("data\0")]
    public void ReadFile_LocationThatIsNoPlainRelativePath_Refused(string location)
    {
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "secret"), new byte[4]);

        Assert.Contains("no plain relative path", Refused(location, 0, 4), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFile_SymbolicLinks_Refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using TemporaryFolder outside = new();
        outside.Write("secret", new byte[4]);
        File.CreateSymbolicLink(_folder.File("link"), outside.File("secret"));
        Directory.CreateSymbolicLink(_folder.File("folder"), outside.Path);
        File.CreateSymbolicLink(_folder.File("dangling"), outside.File("nothing"));

        Assert.Contains("symbolic link", Refused("link", 0, 4), StringComparison.Ordinal);
        Assert.Contains("symbolic link", Refused("folder/secret", 0, 4), StringComparison.Ordinal);
        Assert.Contains("symbolic link", Refused("dangling", 0, 4), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", 0, 4, null)]
    [InlineData("data", 4, 4, null)]
    [InlineData("data", 5, 4, "ends at byte 9 of a file of 8 bytes")]
    [InlineData("data", long.MaxValue, 4, "ends at byte 9223372036854775811 of a file")]
    [InlineData("data", 0, 8, "has 8 bytes, its type and shape need 4")]
    [InlineData("sub/data", 0, 4, null)]
    [InlineData("missing", 0, 4, "is missing")]
    [InlineData("sub", 0, 4, "is missing")]
    [InlineData("missing/data", 0, 4, "is missing")]
    public void ReadFile_Place_LoadedOrRefused(string location, long offset, long length, string? problem)
    {
        Directory.CreateDirectory(_folder.File("sub"));
        _folder.Write("data", [1, 2, 3, 4, 5, 6, 7, 8]);
        _folder.Write(Path.Combine("sub", "data"), [1, 2, 3, 4]);
        if (problem is not null)
        {
            Assert.Contains(problem, Refused(location, offset, length), StringComparison.Ordinal);
            return;
        }

        OnnxTensor tensor = OnnxModelReader.ReadFile(Model(location, offset, length)).Graph.Initializers[0];

        Assert.Equal((byte)(offset + 1), tensor.RawData.Span[0]);
        Assert.Null(tensor.ExternalData);
    }

    [Fact]
    public void ReadFile_OffsetThatIsNoNumber_Refused()
    {
        _folder.Write("data", new byte[4]);
        string path = _folder.Write("m.onnx", Proto.TensorModel(
            Proto.Int(1, 1), Proto.Int(2, 1), Proto.Text(8, "t"), Proto.Int(14, 1), Entry("location", "data"), Entry("offset", "-1")));

        Assert.Contains("the offset of its external data is '-1'", Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.ReadFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFile_ManyTensorsOfTheSamePlace_ShareTheirMemory()
    {
        _folder.Write("data", [1, 2, 3, 4]);
        string path = _folder.Write("m.onnx", Proto.Model(Tensor("a", "data", 0, 4), Tensor("b", "data", 0, 4)));

        IReadOnlyList<OnnxTensor> tensors = OnnxModelReader.ReadFile(path).Graph.Initializers;

        Assert.Same(Array(tensors[0]), Array(tensors[1]));
    }

    [Fact]
    public void ReadFile_TensorsThatOverlap_Refused()
    {
        _folder.Write("data", new byte[6]);
        string path = _folder.Write("m.onnx", Proto.Model(Tensor("a", "data", 0, 4), Tensor("b", "data", 1, 4)));

        Assert.Contains("overlaps", Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.ReadFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFile_MoreExternalDataThanTheLimit_ErrorNamesTheOption()
    {
        _folder.Write("data", new byte[8]);

        InvalidOnnxModelException error = Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.ReadFile(Model("data", 0, 4), new OnnxReadOptions { MaxExternalBytes = 3 }));

        Assert.Contains("MaxExternalBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FromMemory_ExternalDataNeedsAFolder()
    {
        _folder.Write("data", new byte[8]);
        byte[] file = File.ReadAllBytes(Model("data", 0, 4));

        Assert.Contains("ExternalDataFolder", Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.Read(file)).Message, StringComparison.Ordinal);
        Assert.Equal(4, OnnxModelReader.Read(file, new OnnxReadOptions { ExternalDataFolder = _folder.Path }).Graph.Initializers[0].RawData.Length);
    }

    [Theory]
    [InlineData("m.onnx")]
    [InlineData("../x")]
    [InlineData("")]
    public void WriteFile_DataFileNameThatCannotBe_Refused(string name)
    {
        string path = _folder.File("m.onnx");

        Assert.Throws<ArgumentException>(() => OnnxModelWriter.WriteFile(Matrix(4), path, new OnnxWriteOptions { ExternalDataThresholdBytes = 1, ExternalDataFileName = name }));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void WriteFile_TargetThatCannotBeReplaced_LeavesNoTemporaryFile()
    {
        string path = _folder.File("m.onnx");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "in the way"), string.Empty);

        Assert.ThrowsAny<Exception>(() => OnnxModelWriter.WriteFile(Matrix(4), path));

        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    private string Refused(string location, long offset, long length) =>
        Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.ReadFile(Model(location, offset, length))).Message;

    private string Model(string location, long offset, long length) => _folder.Write("m.onnx", Proto.Model(Tensor("t", location, offset, length)));

    private static byte[] Tensor(string name, string location, long offset, long length) => Proto.Bytes(
        5, Proto.Int(1, 1), Proto.Int(2, 1), Proto.Text(8, name), Proto.Int(14, 1), Entry("location", location), Entry("offset", $"{offset}"), Entry("length", $"{length}"));

    private static byte[] Entry(string key, string value) => Proto.Bytes(13, Proto.Text(1, key), Proto.Text(2, value));

    private static byte[] Array(OnnxTensor tensor) => MemoryMarshal.TryGetArray(tensor.RawData, out ArraySegment<byte> segment) ? segment.Array! : [];

    /// <summary><c>y = x * weights + bias</c>, weights [n, n] counting up, bias [n] counting up.</summary>
    private static OnnxModel Matrix(int n) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = 13 },
        Graph = new OnnxGraph
        {
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, n])],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, n])],
            Initializers =
            [
                OnnxTensor.Floats("weights", [n, n], [.. Enumerable.Range(0, n * n).Select(static i => (float)i)]),
                OnnxTensor.Floats("bias", [n], [.. Enumerable.Range(0, n).Select(static i => (float)i)]),
            ],
            Nodes = [new OnnxNode("Gemm", ["x", "weights", "bias"], ["y"])],
        },
    };
}
