using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Files in ONNX Runtime's own format, which it can map: made from models once each. Thread-safe.</summary>
/// <remarks>A mapped file must not change while it is used, so the host's own files are never mapped, only these, which are written once.</remarks>
internal static class DenseModelFiles
{
    private const string SaveFormat = "session.save_model_format";
    private static readonly Lazy<string> s_own = new(CreateOwn);

    /// <summary>Finds or makes the file of a model.</summary>
    /// <returns>Its path; null when ONNX Runtime cannot write the model so, e.g. because it is too large for the format.</returns>
    public static string? TryGet(ModelPackage package, string file, OnnxRuntimeOptions options)
    {
        string directory = options.CacheDirectory ?? s_own.Value;
        string target = Path.Combine(directory, $"{ReadKey(package, file)}.ort");
        if (File.Exists(target)) { return target; }
        Directory.CreateDirectory(directory);
        string unfinished = $"{target}.{Guid.NewGuid():N}";
        try
        {
            using SessionOptions settings = new()
            {
                IntraOpNumThreads = 1,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, // beyond, the file would suit one processor only
                OptimizedModelFilePath = unfinished,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            if (options.UseGlobalThreadPool) { settings.DisablePerSessionThreads(); }
            settings.AddSessionConfigEntry(SaveFormat, "ORT");
            using (new InferenceSession(file, settings)) { }
            File.Move(unfinished, target, overwrite: true); // whole or not at all; another that was faster wrote the same
            return target;
        }
        catch (Exception e) when (e is OnnxRuntimeException or FileNotFoundException)
        {
            File.Delete(unfinished);
            return null; // a model that cannot be loaded either says so next
        }
    }

    /// <summary>Over the file, what lies beside it (weights may), and the version of ONNX Runtime.</summary>
    private static string ReadKey(ModelPackage package, string file)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (FileStream content = File.OpenRead(file)) { hash.AppendData(SHA256.HashData(content)); }
        IEnumerable<FileMark?> beside = package.Digest is not null && package.Files.Count > 1
            ? []
            : new DirectoryInfo(Path.GetDirectoryName(file)!).EnumerateFiles().OrderBy(static f => f.Name, StringComparer.Ordinal).Select(static f => FileMark.TryRead(f.FullName, f.Name));
        foreach (FileMark? mark in beside) { hash.AppendData(Encoding.UTF8.GetBytes($"{mark?.Name} {mark?.Length} {mark?.WrittenUtc.Ticks}\n")); }
        hash.AppendData(Encoding.UTF8.GetBytes($"{package.Digest} {OrtEnv.Instance().GetVersionString()}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string CreateOwn()
    {
        string directory = Directory.CreateTempSubdirectory("modelops-ort-").FullName; // for this user only
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try { Directory.Delete(directory, recursive: true); }
            catch (IOException) { } // left for the system's own clean-up
            catch (UnauthorizedAccessException) { }
        };
        return directory;
    }
}
