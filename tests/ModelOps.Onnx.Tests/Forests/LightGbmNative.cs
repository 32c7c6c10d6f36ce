using System.Runtime.InteropServices;
using System.Text;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The oracle: LightGBM's own library, by its C interface.</summary>
internal static partial class LightGbmNative
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int Float64 = 1;
    private const int RawScore = 1;

    /// <summary>Trains a model.</summary>
    /// <param name="rows">Features, row-major.</param>
    /// <param name="labels">Labels, one for each row.</param>
    /// <param name="parameters">LightGBM's parameters.</param>
    /// <param name="rounds">Iterations.</param>
    /// <returns>The model as text.</returns>
    public static string Train(double[] rows, float[] labels, string parameters, int rounds)
    {
        parameters += " num_threads=1 verbosity=-1 seed=1 deterministic=true min_data_in_leaf=4 min_data_per_group=4";
        Check(DatasetCreateFromMat(rows, Float64, labels.Length, rows.Length / labels.Length, 1, parameters, 0, out nint data));
        Check(DatasetSetField(data, "label", labels, labels.Length, Float32));
        if (parameters.Contains("rank", StringComparison.Ordinal)) { Check(DatasetSetField(data, "group", [.. Enumerable.Repeat(20, labels.Length / 20)], labels.Length / 20, 2)); }
        Check(BoosterCreate(data, parameters, out nint booster));
        for (int i = 0; i < rounds; i++) { Check(BoosterUpdateOneIter(booster, out _)); }
        byte[] text = new byte[1 << 24];
        Check(BoosterSaveModelToString(booster, 0, -1, 0, text.Length, out long length, text));
        Check(BoosterFree(booster));
        Check(DatasetFree(data));
        return Encoding.UTF8.GetString(text, 0, (int)length - 1);
    }

    /// <summary>Predicts rows with a model.</summary>
    /// <param name="model">The model as text.</param>
    /// <param name="rows">Features, row-major.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="isRaw">Whether scores stay untransformed.</param>
    /// <returns>Scores, row-major.</returns>
    public static double[] Predict(string model, float[] rows, int count, bool isRaw)
    {
        Check(BoosterLoadModelFromString(model, out _, out nint booster));
        Check(BoosterGetNumClasses(booster, out int classes));
        double[] scores = new double[count * classes];
        Check(BoosterPredictForMat(booster, rows, Float32, count, rows.Length / count, 1, isRaw ? RawScore : 0, 0, -1, "num_threads=1 predict_disable_shape_check=true", out _, scores));
        Check(BoosterFree(booster));
        return scores;
    }

    private static void Check(int code) => Assert.True(code == 0, Marshal.PtrToStringUTF8(GetLastError()));

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    private static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetCreateFromMat(double[] data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetSetField(nint dataset, string name, float[] values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetSetField(nint dataset, string name, int[] values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    private static partial int DatasetFree(nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    private static partial int BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    private static partial int BoosterSaveModelToString(nint booster, int start, int count, int importance, long capacity, out long length, byte[] text);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterLoadModelFromString(string model, out int iterations, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetNumClasses")]
    private static partial int BoosterGetNumClasses(nint booster, out int classes);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterPredictForMat(
        nint booster, float[] data, int type, int rows, int columns, int isRowMajor, int kind, int start, int count, string parameters, out long length, double[] scores);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    private static partial int BoosterFree(nint booster);
}
