namespace ModelOps.Abstractions.Tests.Runtime;

public sealed class ModelPackageTests
{
    [Theory]
    [InlineData("net.onnx", "net.onnx", "weights.bin")]
    [InlineData("net.ONNX", "net.ONNX")]
    [InlineData("model.onnx", "before.onnx", "model.onnx")]
    public void Locate_OneFileThatFits_IsItsPath(string expected, params string[] files) =>
        Assert.Equal(Path.Combine("folder", expected), Package(files).Locate("model.onnx", ".onnx"));

    [Fact]
    public void Locate_OneOfSeveralExtensions_IsFound() =>
        Assert.Equal(Path.Combine("folder", "a.mlnet"), Package("a.mlnet", "readme.txt").Locate("model.zip", ".zip", ".mlnet"));

    [Fact]
    public void Locate_NoneOrSeveral_SaysWhatThereIsAndTheMend()
    {
        ModelLoadException none = Assert.Throws<ModelLoadException>(() => Package("a.txt").Locate("model.zip", ".zip", ".mlnet"));
        ModelLoadException several = Assert.Throws<ModelLoadException>(() => Package("a.zip", "b.zip").Locate("model.zip", ".zip"));

        Assert.Contains("'demand:1.2.0'", none.Message, StringComparison.Ordinal);
        Assert.Contains("0 files that end in '.zip' or '.mlnet' (a.txt)", none.Message, StringComparison.Ordinal);
        Assert.Contains("2 files that end in '.zip' (a.zip, b.zip). Register one, or name the one to load 'model.zip'.", several.Message, StringComparison.Ordinal);
    }

    private static ModelPackage Package(params string[] files) =>
        new() { Model = "demand", Version = "1.2.0", Format = "onnx", Directory = "folder", Files = files };
}
