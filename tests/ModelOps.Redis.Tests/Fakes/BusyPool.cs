using System.Runtime.CompilerServices;

namespace ModelOps.Redis.Tests.Fakes;

/// <summary>Tests may block: on a machine of two processors a few that do would keep all others, and Redis' own answers, waiting for a thread.</summary>
internal static class BusyPool
{
    [ModuleInitializer]
    internal static void Widen() => ThreadPool.SetMinThreads(64, 64);
}
