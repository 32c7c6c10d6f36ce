// <snippet:src/ModelOps.Drift/README.md#1>
using ModelOps;
using ModelOps.Drift;
using ModelOps.Drift.Profiles;
// </snippet>

namespace ModelOps.Drift.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_MovedIncome_IsTheOneThatDrifted()
    {
        (ModelFile file, DriftReport report) = Compare(
            PortableData.Uniform(1, 500), PortableData.Uniform(2, 500, 3), Cities(500), Cities(500));

        Assert.Equal(DriftProfileFile.Name, file.Path);
        Assert.Equal(["city Stable", "income Drifted"], report.Features.Select(static f => $"{f.Feature} {f.Verdict}"));
    }

    private static (ModelFile File, DriftReport Report) Compare(double[] trainingIncome, double[] liveIncome, string[] trainingCity, string[] liveCity)
    {
        // <snippet:src/ModelOps.Drift/README.md#1>
        // At training: counts of each feature, never its values. Register the file with the model version.
        DatasetProfile reference = new DatasetProfileBuilder()
            .AddNumeric("income", trainingIncome)
            .AddCategorical("city", trainingCity)
            .Build();
        ModelFile file = reference.ToModelFile();                 // drift-profile.json

        // At serving: profiles over the same bins, on as many machines as there are, merged.
        DatasetProfile current = new DatasetProfileBuilder(reference)
            .AddNumeric("income", liveIncome)
            .AddCategorical("city", liveCity)
            .Build();

        DriftReport report = new DriftAnalyzer().Compare(reference, current);
        foreach (FeatureDrift feature in report.Features)
        {
            Console.WriteLine($"{feature.Feature}: {feature.Verdict}, {feature.Statistic} {feature.Value:F3}, p {feature.AdjustedPValue:E1}");
        }
        // </snippet>

        return (file, report);
    }

    private static string[] Cities(int count) => [.. Enumerable.Range(0, count).Select(static i => i % 3 == 0 ? "Basel" : "Bern")];
}
