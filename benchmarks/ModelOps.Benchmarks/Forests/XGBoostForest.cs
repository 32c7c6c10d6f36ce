using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A peer: XGBoost's C library with one thread, predicting in place; it trained the forest itself.</summary>
internal sealed class XGBoostForest : IForestPeer
{
    public const int Trees = 500;
    public const int Depth = 6;

    // Strict shapes and cached pages cost nothing here; what is asked for is the plain score of all trees.
    private static readonly byte[] Config = Encoding.UTF8.GetBytes(
        """{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0}""" + '\0');

    private readonly nint _booster;
    private readonly GCHandle _rows;
    private readonly byte[][] _batches;
    private int _next;

    public XGBoostForest(byte[] model, float[] rows, int batch)
        : this(Load(model), rows, batch)
    {
    }

    private XGBoostForest(nint booster, float[] rows, int batch)
    {
        _booster = booster;
        _rows = GCHandle.Alloc(rows, GCHandleType.Pinned);
        int length = batch * BenchmarkForest.Features;
        _batches = [.. Enumerable.Range(0, rows.Length / length).Select(i => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"data":[{{_rows.AddrOfPinnedObject() + ((nint)i * length * sizeof(float))}},true],"shape":[{{batch}},{{BenchmarkForest.Features}}],"typestr":"<f4","version":3}""") + '\0'))];
        Output = new float[batch];
    }

    public string Name => "XGBoosterPredictFromDense";

    public float[] Output { get; }

    /// <summary>Trains a forest.</summary>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="trees">How many trees.</param>
    /// <returns>The model as JSON.</returns>
    public static byte[] Train(float[] rows, int trees = Trees)
    {
        float[] learned = rows[..(TrainedLabels.Rows * BenchmarkForest.Features)];
        XGBoostLibrary.Check(XGBoostLibrary.CreateMatrix(learned, TrainedLabels.Rows, BenchmarkForest.Features, float.NaN, out nint matrix));
        XGBoostLibrary.Check(XGBoostLibrary.SetInfo(matrix, "label", TrainedLabels.Of(learned), TrainedLabels.Rows));
        XGBoostLibrary.Check(XGBoostLibrary.CreateBooster([matrix], 1, out nint booster));
        foreach ((string name, string value) in ((string, string)[])[
            ("nthread", "1"), ("seed", "1"), ("tree_method", "hist"), ("max_bin", "255"), ("max_depth", $"{Depth}"), ("eta", "0.05"), ("min_child_weight", "0"), ("verbosity", "0")])
        {
            XGBoostLibrary.Check(XGBoostLibrary.SetParameter(booster, name, value));
        }

        for (int round = 0; round < trees; round++) { XGBoostLibrary.Check(XGBoostLibrary.Update(booster, round, matrix)); }
        XGBoostLibrary.Check(XGBoostLibrary.Save(booster, """{"format":"json"}""", out ulong length, out nint bytes));
        byte[] model = new byte[length];
        Marshal.Copy(bytes, model, 0, model.Length);
        XGBoostLibrary.Check(XGBoostLibrary.FreeBooster(booster));
        XGBoostLibrary.Check(XGBoostLibrary.FreeMatrix(matrix));
        return model;
    }

    public void Run()
    {
        XGBoostLibrary.Check(XGBoostLibrary.Predict(_booster, _batches[_next], Config, 0, out _, out _, out nint scores));
        Marshal.Copy(scores, Output, 0, Output.Length);
        _next = _next + 1 == _batches.Length ? 0 : _next + 1;
    }

    public void Dispose()
    {
        _rows.Free();
        XGBoostLibrary.Check(XGBoostLibrary.FreeBooster(_booster));
    }

    private static nint Load(byte[] model)
    {
        XGBoostLibrary.Check(XGBoostLibrary.CreateBooster([], 0, out nint booster));
        XGBoostLibrary.Check(XGBoostLibrary.LoadModel(booster, model, (ulong)model.Length));
        XGBoostLibrary.Check(XGBoostLibrary.SetParameter(booster, "nthread", "1"));
        return booster;
    }
}
