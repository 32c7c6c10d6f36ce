using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Auto;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Simd;

namespace ModelOps.Serving.Tests.Auto;

internal static class AutoRuntimes
{
    public static AutoModelRuntime Create(AutoOptions? options = null, ILogger<AutoModelRuntime>? logger = null) => new(
        new SimdModelRuntime(Options.Create(new SimdOptions())),
        new OnnxRuntimeModelRuntime(Options.Create(new OnnxRuntimeOptions())),
        Options.Create(options ?? new AutoOptions { WarmUpTime = TimeSpan.FromMilliseconds(10) }),
        logger);
}
