using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ModelOps.Serving.MLNet.Tests.Export;

public sealed class MLNetOnnxExportTests
{
    private const int TrainingRows = 2000;
    private const int HostileRows = 3000;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("FastTreeRegression", 0)]
    [InlineData("FastTreeRegression", 0.1)]
    [InlineData("FastTreeTweedie", 0)]
    [InlineData("FastTreeRanking", 0)]
    [InlineData("FastTreeBinary", 0)]
    [InlineData("FastTreeBinary", 0.1)]
    [InlineData("FastForestRegression", 0)]
    [InlineData("FastForestBinary", 0)]
    [InlineData("LightGbmRegression", 0)]
    [InlineData("LightGbmRegression", 0.1)]
    [InlineData("LightGbmBinary", 0)]
    [InlineData("LightGbmBinary", 0.1)]
    [InlineData("LightGbmRanking", 0)]
    public void Export_Trees_AnswerAsMLNet(string trainer, double missing)
    {
        ITransformer model = Train(trainer, missing);
        IDataView data = Load(SyntheticData.Hostile(HostileRows, Thresholds(model), SyntheticData.Edges));

        // Only the exponential of Tweedie is not computed to the last bit alike.
        OnnxParityReport exact = Compare(model, data, MLNetOnnxExport.Export(model), trainer == "FastTreeTweedie" ? 1e-6 : 0);
        OnnxParityReport single = Compare(model, data, MLNetOnnxExport.Export(model, new() { TreePrecision = OnnxTreePrecision.Single }), 1e-5);

        TestContext.Current.TestOutputHelper?.WriteLine($"{trainer}: {exact}; single: {single}");
        Assert.True(exact.Passed, exact.ToString());
        Assert.True(single.Passed, single.ToString());
        Assert.Equal(HostileRows, exact.Rows);
    }

    [Theory]
    [InlineData("SdcaRegression")]
    [InlineData("OnlineGradientDescent")]
    [InlineData("PoissonRegression")]
    [InlineData("SdcaLogisticRegression")]
    [InlineData("SdcaNonCalibrated")]
    [InlineData("LbfgsLogisticRegression")]
    [InlineData("SparseLogisticRegression")]
    [InlineData("AveragedPerceptron")]
    public void Export_Linear_AnswersAsMLNet(string trainer)
    {
        ITransformer model = Train(trainer);
        IDataView data = Load(SyntheticData.Hostile(HostileRows, [], SyntheticData.OrderlessEdges));

        OnnxParityReport report = Compare(model, data, MLNetOnnxExport.Export(model), 1e-6);

        TestContext.Current.TestOutputHelper?.WriteLine($"{trainer}: {report}");
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(HostileRows, report.Rows);
    }

    [Theory]
    [InlineData("FastTreeRegression")]
    [InlineData("FastForestRegression")]
    [InlineData("LightGbmRegression")]
    public void Export_LabelNeverChanges_AnswersAsMLNet(string trainer)
    {
        FeatureRow[] rows = SyntheticData.Training(500);
        foreach (FeatureRow row in rows) { row.Label = 3; }
        ITransformer model = Trainers.Create(_context, trainer).Fit(Load(rows));

        OnnxParityReport report = Compare(model, Load(rows), MLNetOnnxExport.Export(model), 0);

        Assert.True(report.Passed, report.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Export_CategoricalSplits_AnswersAsMLNet(bool lightGbm)
    {
        CategoryRow[] rows = CategoryRow.Create(3000);
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        ITransformer features = _context.Transforms.Categorical.OneHotEncoding("Code", nameof(CategoryRow.Category))
            .Append(_context.Transforms.Concatenate("Features", "Code", nameof(CategoryRow.X))).Fit(data);
        IDataView prepared = features.Transform(data);
        ITransformer model = lightGbm
            ? _context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
            {
                UseCategoricalSplit = true,
                MinimumExampleCountPerGroup = 5,
                MinimumExampleCountPerLeaf = 5,
                NumberOfIterations = 20,
                NumberOfThreads = 1,
            }).Fit(prepared)
            : _context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { CategoricalSplit = true, NumberOfTrees = 20, NumberOfThreads = 1 }).Fit(prepared);
        OnnxExportResult export = MLNetOnnxExport.Export(model);

        OnnxParityReport oneHot = Compare(model, prepared, export, 0);
        OnnxParityReport hostile = Compare(model, _context.Data.LoadFromEnumerable(CategoryVector.Hostile(HostileRows)), export, 0);

        Assert.Contains(TreesOf(model), tree => tree.CategoricalSplitFlags.Contains(true));
        Assert.True(oneHot.Passed, oneHot.ToString());
        Assert.True(hostile.Passed, hostile.ToString());
    }

    [Fact]
    public void Export_ConcatenationSavedAndLoaded_InputIsTheColumnsInOrder()
    {
        CategoryRow[] rows = CategoryRow.Create(800);
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        ITransformer trained = _context.Transforms.Concatenate("Features", nameof(CategoryRow.X), nameof(CategoryRow.Y))
            .Append(Trainers.Create(_context, "LightGbmRegression")).Fit(data);
        using MemoryStream file = new();
        _context.Model.Save(trained, data.Schema, file);
        file.Position = 0;
        ITransformer model = new MLContext().Model.Load(file, out _);

        OnnxExportResult export = MLNetOnnxExport.Export(model, new OnnxExportOptions { InputName = "x", ScoreName = "y" });

        Assert.True(MLNetOnnxExport.Check(model).CanExport);
        Assert.Equal([new TensorSpec("x", TensorDataType.Float32, [-1, 2])], export.Signature.Inputs);
        Assert.Equal([new TensorSpec("y", TensorDataType.Float32, [-1, 1])], export.Signature.Outputs);
        Assert.True(MLNetOnnxExport.Export(trained, new OnnxExportOptions { InputName = "x", ScoreName = "y" }).Model.Span.SequenceEqual(export.Model.Span));
        Assert.True(Compare(trained, data, export, 0).Passed);
        using InferenceSession session = new(export.Model.ToArray());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([rows[0].X, rows[0].Y], [1, 2]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> answer = session.Run(options, ["x"], [input], ["y"]);
        float expected = trained.Transform(data).GetColumn<float>("Score").First();
        Assert.Equal(expected, answer[0].GetTensorDataAsSpan<float>()[0]);
    }

    [Fact]
    public void Export_CalibratedModel_SignatureHasBothAnswers()
    {
        OnnxExportResult export = MLNetOnnxExport.Export(Train("LightGbmBinary"));

        Assert.Equal(["score: FP32[-1,1]", "probability: FP32[-1,1]"], export.Signature.Outputs.Select(output => output.ToString()));
    }

    [Theory]
    [InlineData("score", "score", "probability")]
    [InlineData("x", "score", "score")]
    [InlineData("", "score", "probability")]
    public void Export_NamesClash_IsRefused(string input, string score, string probability)
    {
        ITransformer model = Train("LbfgsLogisticRegression");

        Assert.Throws<ArgumentException>(() => MLNetOnnxExport.Export(
            model, new OnnxExportOptions { InputName = input, ScoreName = score, ProbabilityName = probability }));
    }

    [Fact]
    public void Check_OtherTransformsBeforeTheModel_NamesThem()
    {
        ITransformer model = _context.Transforms.NormalizeMinMax("Features").Append(Trainers.Create(_context, "SdcaRegression"))
            .Fit(Load(SyntheticData.Training(200)));

        OnnxExportReport report = MLNetOnnxExport.Check(model);

        Assert.False(report.CanExport);
        Assert.Contains("NormalizingTransformer", Assert.Single(report.Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnsupportedModels_NamesEach()
    {
        IDataView data = Load(SyntheticData.Training(500));
        ITransformer multiclass = _context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
        {
            LabelColumnName = nameof(FeatureRow.Relevance),
            NumberOfIterations = 3,
            NumberOfThreads = 1,
        }).Fit(data);
        ITransformer gam = _context.Regression.Trainers.Gam(numberOfIterations: 10).Fit(data);
        ITransformer noModel = _context.Transforms.NormalizeMinMax("Features").Fit(data);

        Assert.Contains("OneVersusAllModelParameters", Assert.Single(MLNetOnnxExport.Check(multiclass).Missing), StringComparison.Ordinal);
        Assert.Contains("GamRegressionModelParameters", Assert.Single(MLNetOnnxExport.Check(gam).Missing), StringComparison.Ordinal);
        Assert.Contains(MLNetOnnxExport.Check(noModel).Missing, line => line.Contains("NormalizingTransformer", StringComparison.Ordinal));
    }

    [Fact]
    public void Export_UnsupportedModel_ThrowsWhatCheckSays()
    {
        ITransformer gam = _context.Regression.Trainers.Gam(numberOfIterations: 10).Fit(Load(SyntheticData.Training(500)));

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => MLNetOnnxExport.Export(gam));

        Assert.Contains(MLNetOnnxExport.Check(gam).Missing[0], error.Message, StringComparison.Ordinal);
        Assert.Contains("AddMLNetRuntime", error.Message, StringComparison.Ordinal);
    }

    private ITransformer Train(string trainer, double missing = 0) =>
        Trainers.Create(_context, trainer).Fit(Load(SyntheticData.Training(TrainingRows, missing)));

    private IDataView Load(FeatureRow[] rows) => _context.Data.LoadFromEnumerable(rows);

    private static OnnxParityReport Compare(ITransformer model, IDataView data, OnnxExportResult export, double tolerance) =>
        MLNetOnnxParity.Compare(model, data, export, tolerance);

    private static float[] Thresholds(ITransformer model) => [.. TreesOf(model).SelectMany(tree => tree.NumericalSplitThresholds)];

    private static IEnumerable<RegressionTreeBase> TreesOf(ITransformer model)
    {
        object parameters = ((ISingleFeaturePredictionTransformer<object>)model).Model;
        return (parameters is CalibratedModelParametersBase calibrated ? calibrated.SubModel : parameters) switch
        {
            TreeEnsembleModelParametersBasedOnRegressionTree ensemble => ensemble.TrainedTreeEnsemble.Trees,
            TreeEnsembleModelParametersBasedOnQuantileRegressionTree ensemble => ensemble.TrainedTreeEnsemble.Trees,
            _ => [],
        };
    }
}
