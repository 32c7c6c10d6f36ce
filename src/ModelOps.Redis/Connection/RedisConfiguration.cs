using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>Turns the options into those of the client.</summary>
internal static class RedisConfiguration
{
    public static ConfigurationOptions Create(RedisOptions options)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(options.Configuration);
        configuration.User = options.User ?? configuration.User;
        configuration.Password = options.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : options.Password ?? configuration.Password;
        configuration.Ssl |= options.UseTls;
        configuration.SslHost = options.TlsHost ?? configuration.SslHost;
        if (options.CertificateAuthorityFile is { } authority) { configuration.TrustIssuer(authority); }
        configuration.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;
        configuration.AsyncTimeout = configuration.SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds;
        configuration.ClientName ??= "ModelOps";
        configuration.AbortOnConnectFail = false; // a server that is away comes back, and the connection with it
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // callers have something better to do than to wait for it
        configuration.IncludeDetailInExceptions = false; // keys are made from what callers send
        return configuration;
    }
}
