using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ModelOps.Serving.AspNetCore.Diagnostics;

/// <summary>A part of the app's configuration that holds the log level a caller has set.</summary>
internal sealed class LogLevelSource : ConfigurationProvider, IConfigurationSource
{
    private const string Key = "Logging:LogLevel:ModelOps";

    private LogLevelSource()
    {
    }

    /// <summary>Adds one; until a level is set it says nothing.</summary>
    public static LogLevelSource AddTo(IConfigurationBuilder configuration)
    {
        LogLevelSource source = new();
        configuration.Add(source);
        return source;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Set(LogLevel level)
    {
        Data[Key] = level.ToString();
        OnReload();
    }
}
