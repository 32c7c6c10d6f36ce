namespace ModelOps.Serving.Loading;

/// <summary>Says whether a session's runs stay on one thread, so that a thread of low priority may make them: threads they made would keep that priority.</summary>
internal static class LoadPriority
{
    private const string Threads = "threads";

    public static bool IsLow(IReadOnlyDictionary<string, string> properties)
    {
        bool isKnown = false;
        foreach ((string key, string value) in properties)
        {
            if (!key.EndsWith(Threads, StringComparison.Ordinal)) { continue; }
            if (value != "1") { return false; }
            isKnown = true;
        }

        return isKnown;
    }
}
