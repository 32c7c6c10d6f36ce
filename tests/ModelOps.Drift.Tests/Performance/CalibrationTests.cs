using System.Text;
using System.Text.Json;
using CsCheck;
using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Tests.Performance;

public sealed class CalibrationTests
{
    private static readonly GoldenFile Goldens = new("performance.json");

    [Fact]
    public void Isotonic_Goldens_AgreeWithScikitLearn()
    {
        foreach (JsonElement golden in Goldens.Of("isotonic"))
        {
            (double[] scores, bool[] labels) = Data(golden);
            IsotonicCalibrator calibrator = IsotonicCalibrator.Fit(scores, labels);
            double[] at = [.. golden.GetProperty("at").EnumerateArray().Select(static x => x.GetDouble())];
            double[] expected = [.. golden.GetProperty("values").EnumerateArray().Select(static x => x.GetDouble())];
            Assert.All(at.Zip(expected), pair => Assert.Equal(pair.Second, calibrator.Calibrate(pair.First), 1e-12));
        }
    }

    [Fact]
    public void Platt_Goldens_AgreeWithScikitLearn()
    {
        Goldens.AllAgree("platt", static golden => Platt(golden).Slope, 1e-9, "slope");
        Goldens.AllAgree("platt", static golden => Platt(golden).Intercept, 1e-9, "intercept");

        // scikit-learn stops its quasi-Newton search early, so it agrees with the minimum to fewer digits.
        Goldens.AllAgree("platt", static golden => Platt(golden).Slope, 1e-3, "sklearn_slope");
    }

    // The least squares solution has a closed form: the largest of the smallest means of all spans around a place.
    [Fact]
    public void Isotonic_AnyData_IsMaxMinOfMeans() => Gen.Select(Gen.Int[0, 7], Gen.Bool).Array[1, 30].Sample(rows =>
    {
        double[] scores = [.. rows.Select(static row => (double)row.Item1)];
        bool[] labels = [.. rows.Select(static row => row.Item2)];
        IsotonicCalibrator calibrator = IsotonicCalibrator.Fit(scores, labels);
        double[] distinct = [.. scores.Distinct().Order()];
        foreach (double at in distinct)
        {
            double expected = distinct.Where(low => low <= at).Max(low => distinct.Where(high => high >= at).Min(high =>
                rows.Where(row => row.Item1 >= low && row.Item1 <= high).Average(static row => row.Item2 ? 1.0 : 0.0)));
            Assert.Equal(expected, calibrator.Calibrate(at), 1e-15);
        }
    }, iter: 300);

    [Fact]
    public void Fit_OneClassOrConstantScores_IsConstant()
    {
        Assert.Equal(1, IsotonicCalibrator.Fit([0.2, 0.4], [true, true]).Calibrate(0.3));
        Assert.Equal(0.5, IsotonicCalibrator.Fit([0.2, 0.2], [true, false]).Calibrate(9));
        PlattCalibrator platt = PlattCalibrator.Fit([7, 7, 7, 7], [true, false, false, false]);
        Assert.Equal(0, platt.Slope);
        Assert.Equal(((1 * 2.0 / 3) + (3 * 1.0 / 5)) / 4, platt.Calibrate(7), 1e-9);
        Assert.InRange(PlattCalibrator.Fit([0.1, 0.9], [true, true]).Calibrate(0.5), 0.74, 0.76);
    }

    [Fact]
    public void Fit_NonFiniteScores_AreLeftOut()
    {
        double[] scores = [0.1, double.NaN, 0.9, double.PositiveInfinity];
        bool[] labels = [false, true, true, false];
        Assert.Equal([0.1, 0.9], IsotonicCalibrator.Fit(scores, labels).Scores);
        Assert.True(double.IsNaN(IsotonicCalibrator.Fit(scores, labels).Calibrate(double.NaN)));
        Assert.True(double.IsNaN(PlattCalibrator.Fit(scores, labels).Calibrate(double.NaN)));
        Assert.True(double.IsNaN(IdentityCalibrator.Instance.Calibrate(double.NaN)));
        Assert.Throws<ArgumentException>(static () => IsotonicCalibrator.Fit([double.NaN], [true]));
        Assert.Throws<ArgumentException>(static () => PlattCalibrator.Fit([], []));
        Assert.Throws<ArgumentException>(static () => CalibrationError.Expected([0.5], []));
    }

    [Fact]
    public void ExpectedError_ByHand_AndWhateverTheOrder()
    {
        // Two bins: means 0.15 and 0.85, shares 0 and 0.5.
        Assert.Equal((0.15 + 0.35) / 2, CalibrationError.Expected([0.1, 0.9, 0.2, 0.8], [false, true, false, false], 2), 1e-15);
        Assert.Equal(
            CalibrationError.Expected([0.5, 0.5, 0.5], [true, false, false], 2),
            CalibrationError.Expected([0.5, 0.5, 0.5], [false, false, true], 2));
        Assert.Equal(0.5, CalibrationError.Expected([0.5], [true], 10));
    }

    [Fact]
    public void Choice_OverconfidentScores_AreCalibrated_CalibratedOnesOfFewRowsAreNotMadeWorse()
    {
        var random = new Random(1);
        double[] truth = [.. Enumerable.Range(0, 4000).Select(_ => random.NextDouble())];
        bool[] labels = Array.ConvertAll(truth, p => random.NextDouble() < p);
        double[] overconfident = Array.ConvertAll(truth, static p => 1 / (1 + Math.Pow((1 - p) / p, 3)));
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            CalibrationChoice choice = CalibrationChoice.Fit(overconfident, labels, method);
            Assert.True(choice.IsCalibrated);
            Assert.True(choice.ErrorAfter < choice.ErrorBefore / 2, $"{method}: {choice.ErrorBefore} to {choice.ErrorAfter}");
        }

        CalibrationChoice perfect = CalibrationChoice.Fit(truth, labels, seed: 5);
        Assert.True(perfect.IsCalibrated == (perfect.ErrorAfter < perfect.ErrorBefore));
        Assert.False(CalibrationChoice.Fit([0.2, 0.7, 0.9], [true, true, true]).IsCalibrated);
        Assert.Throws<ArgumentOutOfRangeException>(static () => CalibrationChoice.Fit([1], [true], (CalibrationMethod)9));
    }

    [Fact]
    public void File_RoundTrip_GivesTheSameBits()
    {
        (double[] scores, bool[] labels) = Data(Goldens.Of("isotonic").First());
        foreach (IScoreCalibrator calibrator in
            new IScoreCalibrator[] { IsotonicCalibrator.Fit(scores, labels), PlattCalibrator.Fit(scores, labels), IdentityCalibrator.Instance })
        {
            byte[] file = CalibratorFile.Write(calibrator);
            IScoreCalibrator read = CalibratorFile.Read(file);
            Assert.Equal(file, CalibratorFile.Write(read));
            Assert.All(scores, score => Assert.Equal(calibrator.Calibrate(score), read.Calibrate(score)));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"format":"other","version":1,"method":"none"}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":2,"method":"none"}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"platt","slope":1}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"platt","slope":1e999,"intercept":0}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"isotonic","scores":[1,1],"probabilities":[0,1]}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"isotonic","scores":[1,2],"probabilities":[1,0]}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"isotonic","scores":[1],"probabilities":[2]}""")]
    [InlineData("""{"format":"modelops.score-calibrator","version":1,"method":"isotonic","scores":[],"probabilities":[]}""")]
    public void File_Damaged_IsRefused(string json) =>
        Assert.Equal("calibrator", Assert.Throws<PerformanceFormatException>(() => CalibratorFile.Read(Encoding.UTF8.GetBytes(json))).What);

    private static PlattCalibrator Platt(JsonElement golden)
    {
        (double[] scores, bool[] labels) = Data(golden);
        return PlattCalibrator.Fit(scores, labels);
    }

    private static (double[] Scores, bool[] Labels) Data(JsonElement golden)
    {
        int count = golden.Integer("n");
        int digits = golden.Integer("digits");
        double[] scores = PortableData.Uniform(3, count);
        double[] uniform = PortableData.Uniform(11, count);
        bool[] labels = [.. scores.Select((score, i) => uniform[i] < Math.Pow(score, golden.Number("power")))];
        return (digits == 0 ? scores : [.. scores.Select(score => Math.Floor(score * digits))], labels);
    }
}
