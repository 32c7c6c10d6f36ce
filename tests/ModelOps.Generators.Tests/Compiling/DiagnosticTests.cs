using Microsoft.CodeAnalysis;

namespace ModelOps.Generators.Tests.Compiling;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("MODELOPS001", "A", "declare it 'partial record'", "[ModelInput] public record A(float X);")]
    [InlineData("MODELOPS001", "A", "declare it 'partial struct'", "[ModelOutput] public struct A { public float X { get; set; } }")]
    [InlineData("MODELOPS002", "B", "'B' is nested in 'A'", "public class A { [ModelInput] public partial record B(float X); }")]
    [InlineData("MODELOPS003", "At", "use a number, bool, string", "[ModelInput] public partial record A(DateTime At);")]
    [InlineData("MODELOPS003", "Id", "use float? or double?", "[ModelInput] public partial record A(int? Id);")]
    [InlineData("MODELOPS003", "Price", "use double or float", "[ModelInput] public partial record A(decimal Price);")]
    [InlineData("MODELOPS003", "X", "loses its fraction", "[ModelInput, Features(\"x\", DataType = TensorDataType.Int64)] public partial record A(float X);")]
    [InlineData("MODELOPS003", "X", "'float[][]'", "[ModelInput] public partial record A(float[][] X);")]
    [InlineData("MODELOPS004", "Y", "as 'A.X' has", "[ModelInput] public partial record A([Tensor(\"x\")] float X, [Tensor(\"x\")] float Y);")]
    [InlineData("MODELOPS004", "Y", "as '[Features] of A' has", "[ModelInput, Features(\"x\")] public partial record A(float X, [Tensor(\"x\")] float Y);")]
    [InlineData("MODELOPS005", "A", "add one for each tensor", "[ModelInput] public partial class A { private float X { get; set; } public static float Y { get; set; } }")]
    [InlineData("MODELOPS006", "X", "'A.X' cannot be set", "[ModelOutput] public partial class A { public float Y { get; set; } [Tensor(\"x\")] public float X => Y; }")]
    [InlineData("MODELOPS006", "A", "whose parameters are mapped", "[ModelOutput] public partial class A { public A(int other) { X = other; } public float X { get; set; } }")]
    [InlineData("MODELOPS007", "Y", "is feature 0, as 'A.X' is", "[ModelInput, Features(\"x\")] public partial record A([Feature(0)] float X, [Feature(0)] float Y);")]
    [InlineData("MODELOPS007", "Y", "there is no feature 1", "[ModelInput, Features(\"x\")] public partial record A([Feature(0)] float X, [Feature(2)] float Y);")]
    [InlineData("MODELOPS007", "Y", "has no [Feature], though others have", "[ModelInput, Features(\"x\")] public partial record A([Feature(0)] float X, float Y);")]
    [InlineData("MODELOPS008", "X", "needs [Features", "[ModelInput] public partial record A([Feature(0)] float X);")]
    [InlineData("MODELOPS008", "X", "contradicts [Tensor]", "[ModelInput, Features(\"f\")] public partial record A([Feature(0), Tensor(\"x\")] float X, float Y);")]
    [InlineData("MODELOPS008", "X", "contradicts the other attribute", "[ModelInput] public partial record A([TensorIgnore, Tensor(\"x\")] float X, float Y);")]
    [InlineData("MODELOPS008", "X", "gives a shape to a single value", "[ModelInput] public partial record A([Tensor(\"x\", 3)] float X);")]
    [InlineData("MODELOPS008", "X", "not above 0", "[ModelInput] public partial record A([Tensor(\"x\", 0)] float[] X);")]
    [InlineData("MODELOPS008", "X", "has an empty name", "[ModelInput] public partial record A([Tensor(\"\")] float X);")]
    [InlineData("MODELOPS008", "A", "use Float32, Float64", "[ModelInput, Features(\"x\", DataType = TensorDataType.Bool)] public partial record A(bool X);")]
    [InlineData("MODELOPS008", "A", "has no number", "[ModelInput, Features(\"x\")] public partial record A(string X);")]
    [InlineData("MODELOPS008", "A", "add [ModelInput] or [ModelOutput]", "[Features(\"x\")] public partial record A(float X);")]
    [InlineData("MODELOPS009", "A", "is generic", "[ModelInput] public partial record A<T>(float X);")]
    [InlineData("MODELOPS009", "A", "is abstract", "[ModelInput] public abstract partial record A(float X);")]
    [InlineData("MODELOPS009", "A", "is a ref struct", "[ModelInput] public ref partial struct A { public float X { get; set; } }")]
    public void Run_WrongType_SaysWhatAndWhere(string id, string at, string says, string source)
    {
        (GeneratorDriverRunResult run, _) = GeneratorRun.Of(source);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(says, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(at, (GeneratorRun.Header + source).Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal("Source0.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Empty(run.GeneratedTrees);
    }

    [Fact]
    public void Run_SeveralMistakes_SaysAll()
    {
        (GeneratorDriverRunResult run, _) = GeneratorRun.Of("[ModelInput] public record A(DateTime X, int? Y, Guid Z);");

        Assert.Equal(["MODELOPS001", "MODELOPS003", "MODELOPS003", "MODELOPS003"], run.Diagnostics.Select(static d => d.Id).Order(StringComparer.Ordinal));
    }
}
