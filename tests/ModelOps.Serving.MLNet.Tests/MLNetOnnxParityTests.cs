using Microsoft.ML;
using ModelOps.TestSupport;

namespace ModelOps.Serving.MLNet.Tests;

public sealed class MLNetOnnxParityTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Compare_ExportOfAnotherModel_Fails()
    {
        ITransformer model = Trainers.Create(_context, "FastTreeRegression").Fit(Load(700));
        ITransformer other = Trainers.Create(_context, "SdcaRegression").Fit(Load(700));

        OnnxParityReport report = MLNetOnnxParity.Compare(model, Load(1500), MLNetOnnxExport.Export(other));

        Assert.False(report.Passed);
        Assert.Equal(1500, report.Rows);
        Assert.InRange(report.RowsBeyondTolerance, 1400, 1500);
        Assert.Equal(0, report.FirstRowBeyondTolerance);
        Assert.True(report.MaxAbsoluteDifference > 0.1);
    }

    public static TheoryData<double> NoTolerances => [-1e-9, double.NaN, Math.Abs(double.NaN)]; // NaN of either sign

    [Theory]
    [MemberData(nameof(NoTolerances))]
    public void Compare_ToleranceThatIsNone_IsRefused(double tolerance)
    {
        ITransformer model = Trainers.Create(_context, "SdcaRegression").Fit(Load(100));
        OnnxExportResult export = MLNetOnnxExport.Export(model);

        Assert.Throws<ArgumentOutOfRangeException>(() => MLNetOnnxParity.Compare(model, Load(100), export, tolerance));
    }

    [Fact]
    public void Compare_BothAnswerNaN_RowIsEqual()
    {
        FeatureRow[] rows = SyntheticData.Training(3);
        rows[1].Features[0] = float.NaN;
        ITransformer model = Trainers.Create(_context, "SdcaRegression").Fit(Load(500));
        OnnxExportResult export = MLNetOnnxExport.Export(model);
        OnnxExportResult broken = new(
            TestModels.Write(
                [new("ReduceSum", ["features", "axes"], ["score"])],
                [new("features", Onnx.OnnxElementType.Float, [-1, 8])],
                [new("score", Onnx.OnnxElementType.Float, [-1, 1])],
                [Onnx.OnnxTensor.Int64s("axes", [1], [1])]),
            export.Signature);

        OnnxParityReport report = MLNetOnnxParity.Compare(model, _context.Data.LoadFromEnumerable(rows), broken);

        // The row of NaN answers NaN on both sides.
        Assert.Equal(2, report.RowsBeyondTolerance);
        Assert.Contains("1 of 3 rows", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ExportWithOtherOutputs_IsRefused()
    {
        ITransformer calibrated = Trainers.Create(_context, "SdcaLogisticRegression").Fit(Load(500));
        ITransformer plain = Trainers.Create(_context, "SdcaRegression").Fit(Load(500));

        Assert.Throws<ArgumentException>(() => MLNetOnnxParity.Compare(calibrated, Load(10), MLNetOnnxExport.Export(plain)));
    }

    [Fact]
    public void Compare_NoRows_DoesNotPass()
    {
        ITransformer model = Trainers.Create(_context, "SdcaRegression").Fit(Load(500));

        Assert.False(MLNetOnnxParity.Compare(model, Load(0), MLNetOnnxExport.Export(model)).Passed);
    }

    [Fact]
    public void Compare_DamagedExport_IsALoadError()
    {
        ITransformer model = Trainers.Create(_context, "SdcaRegression").Fit(Load(500));
        OnnxExportResult export = MLNetOnnxExport.Export(model);

        Assert.Throws<ModelLoadException>(() => MLNetOnnxParity.Compare(model, Load(10), export with { Model = export.Model[..20] }));
    }

    private IDataView Load(int rows) => _context.Data.LoadFromEnumerable(SyntheticData.Training(rows));
}
