using System.Text;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance;

public sealed class CbpeReferenceFileTests
{
    [Fact]
    public void File_RoundTrip_EstimatesTheSameBits()
    {
        double[] scores = PortableData.Uniform(3, 500, 2);
        bool[] labels = [.. PortableData.Uniform(4, 500).Zip(scores, static (uniform, score) => uniform < Math.Sqrt(score))];
        bool[] predictions = Array.ConvertAll(scores, static score => score > 0.5);
        CbpeReference reference = CbpeReference.Fit(scores, predictions, labels);
        byte[] file = CbpeReferenceFile.Write(reference);
        CbpeReference read = CbpeReferenceFile.Read(file);
        Assert.Equal(file, CbpeReferenceFile.Write(read));
        var before = new CbpeAccumulator(reference);
        var after = new CbpeAccumulator(read);
        for (int i = 0; i < scores.Length; i++)
        {
            before.Add(scores[i], predictions[i]);
            after.Add(scores[i], predictions[i]);
        }

        Assert.Equal(before.Estimate().Metrics, after.Estimate().Metrics);
        before.Merge(after);
        Assert.Equal(1000, before.Estimate().Count);
    }

    [Fact]
    public void File_UndefinedMetrics_ComeBack() =>
        Assert.True(double.IsNaN(CbpeReferenceFile.Read(CbpeReferenceFile.Write(CbpeReference.Fit([0.5], [false], [false])))
            .Metric(PerformanceMetricNames.Auroc).Value));

    // Each damage is one that the reader has to see: a wrong sign, a missing number, edges out of order, a calibrator that is none.
    [Theory]
    [InlineData("\"count\":4", "\"count\":0")]
    [InlineData("\"version\":1,\"count\"", "\"version\":2,\"count\"")]
    [InlineData("\"edges\":[", "\"edges\":[9,")]
    [InlineData("\"values\":[", "\"values\":[0.5,")]
    [InlineData("\"deviations\":[", "\"deviations\":[-1,")]
    [InlineData("\"method\":\"none\"", "\"method\":\"platt\"")]
    [InlineData("{", "[")]
    public void File_Damaged_IsRefused(string from, string to)
    {
        CbpeReference reference = CbpeReference.Fit([0.1, 0.2, 0.8, 0.9], [false, false, true, true], [false, true, false, true], IdentityCalibrator.Instance);
        string json = Encoding.UTF8.GetString(CbpeReferenceFile.Write(reference));
        Assert.Contains(from, json, StringComparison.Ordinal);
        byte[] damaged = Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal));
        Assert.Throws<PerformanceFormatException>(() => CbpeReferenceFile.Read(damaged));
    }
}
