using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelOps.Generators.Tests.Compiling;

public sealed class CachingTests
{
    private const string House = GeneratorRun.Header + "[ModelInput] public partial record House(float Area, string Name);";
    private const string Wrong = GeneratorRun.Header + "[ModelInput] public partial record Wrong(DateTime At);";

    [Fact]
    public void Run_UnrelatedEdit_WritesNothingAnew()
    {
        CSharpCompilation first = GeneratorRun.Compile(House, Wrong, "class Other { }");
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(first, TestContext.Current.CancellationToken);

        SyntaxTree other = first.SyntaxTrees[2];
        CSharpCompilation edited = first.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int x; }", (CSharpParseOptions)other.Options, other.FilePath));
        GeneratorRunResult result = Assert.Single(driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results);

        Assert.All(Outputs(result), static reason => Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static s => s.Value).SelectMany(static s => s.Outputs),
            static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void Run_EditOfTheType_WritesItAnew()
    {
        CSharpCompilation first = GeneratorRun.Compile(House, "class Other { }");
        GeneratorDriver driver = GeneratorRun.CreateDriver().RunGenerators(first, TestContext.Current.CancellationToken);

        SyntaxTree tree = first.SyntaxTrees[0];
        string source = House.Replace("float Area", "double Area", StringComparison.Ordinal);
        CSharpCompilation edited = first.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)tree.Options, tree.FilePath));
        GeneratorRunResult result = Assert.Single(driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results);

        Assert.Contains(IncrementalStepRunReason.Modified, Outputs(result));
        Assert.Contains("Float64", Assert.Single(result.GeneratedSources).SourceText.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedSteps[PredictorGenerator.MappingsStep].SelectMany(static step => step.Outputs).Select(static output => output.Reason);
}
