using System.Runtime.InteropServices;

namespace ModelOps.Benchmarks.Forests;

/// <summary>XGBoost's C library, where it is installed (Debian: <c>libxgboost0</c>). Source: XGBoost, <c>include/xgboost/c_api.h</c>, 1.6.</summary>
internal static partial class XGBoostLibrary
{
    private const string Library = "libxgboost.so.0";

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Throws what the library says if a call failed.</summary>
    public static void Check(int code)
    {
        if (code != 0) { throw new InvalidOperationException($"XGBoost: {Marshal.PtrToStringUTF8(GetLastError())}"); }
    }

    [LibraryImport(Library, EntryPoint = "XGBGetLastError")]
    private static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "XGDMatrixCreateFromMat")]
    public static partial int CreateMatrix(float[] rows, ulong count, ulong features, float missing, out nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetFloatInfo", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetInfo(nint matrix, string field, float[] values, ulong count);

    [LibraryImport(Library, EntryPoint = "XGDMatrixFree")]
    public static partial int FreeMatrix(nint matrix);

    [LibraryImport(Library, EntryPoint = "XGBoosterCreate")]
    public static partial int CreateBooster(nint[] matrices, ulong count, out nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterFree")]
    public static partial int FreeBooster(nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetParameter(nint booster, string name, string value);

    [LibraryImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    public static partial int Update(nint booster, int round, nint matrix);

    [LibraryImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Save(nint booster, string config, out ulong length, out nint bytes);

    [LibraryImport(Library, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    public static partial int LoadModel(nint booster, byte[] bytes, ulong length);

    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDense")]
    public static partial int Predict(nint booster, byte[] rows, byte[] config, nint proxy, out nint shape, out ulong dimensions, out nint scores);
}
