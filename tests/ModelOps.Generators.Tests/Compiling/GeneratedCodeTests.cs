using Microsoft.CodeAnalysis;
using ModelOps.TestSupport;

namespace ModelOps.Generators.Tests.Compiling;

/// <summary>Generated code, approved by a person. With <c>MODELOPS_APPROVE=1</c> in the environment the test writes it anew, for the next diff to show.</summary>
public sealed class GeneratedCodeTests
{
    private static readonly string Approved = Path.Combine(SharedFiles.RepositoryRoot, "tests", "ModelOps.Generators.Tests", "Approved");

    [Theory]
    [InlineData("features", """
        [ModelInput, Features("x")]
        public partial record House(float Area, int Rooms, double? Age, bool HasGarden, decimal Price)
        {
            public float AreaPerRoom => Area / Rooms;
        }
        """)]
    [InlineData("ordered-features", """
        public enum Kind : byte { Flat, House }
        [ModelInput, ModelOutput, Features("x", DataType = TensorDataType.Float64)]
        public partial struct Home
        {
            [Feature(1)] public Half Area { get; set; }
            [Feature(0)] public Kind Kind { get; set; }
            [Feature(2)] public bool? IsNew { get; set; }
        }
        """)]
    [InlineData("tensors", """
        public partial class Outer
        {
            [ModelInput]
            internal partial record struct Everything(
                [Tensor("user id")] long Id, string Name, float? Score, DayOfWeek Day, [Tensor("image", 3, 2)] float[] Image, ReadOnlyMemory<Half> Embedding,
                string[] Words, [TensorIgnore] DateTime At, byte @class);
        }
        """)]
    [InlineData("outputs", """
        [ModelOutput]
        public partial class Answer
        {
            public required string Label { get; init; }
            [Tensor("scores")] public float[] Scores { get; set; } = [];
            public double? Spread { get; set; }
            public string[] Names { get; init; } = [];
            public bool IsSure => Scores[0] > 0.9f;
        }
        """)]
    [InlineData("output-constructor", """
        [ModelOutput, Features("y")]
        public partial record Answer(float Low, int High) { public long Count { get; init; } }
        """)]
    public void Run_Type_WritesWhatWasApproved(string name, string source)
    {
        (GeneratorDriverRunResult run, Compilation whole) = GeneratorRun.Of(source);

        Assert.Empty(run.Diagnostics);
        Assert.Empty(whole.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity >= DiagnosticSeverity.Warning));
        string code = string.Join("\n", run.GeneratedTrees.Select(static t => $"// {Path.GetFileName(t.FilePath)}\n{t.GetText()}"));
        string path = Path.Combine(Approved, $"{name}.txt");
        if (Environment.GetEnvironmentVariable("MODELOPS_APPROVE") == "1") { File.WriteAllText(path, code); }
        Assert.Equal(File.ReadAllText(path), code);
    }
}
