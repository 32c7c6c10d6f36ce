namespace ModelOps.Redis;

/// <summary>Settings of the connection to Redis; section <c>ModelOps:Redis</c> of the configuration.</summary>
public sealed class RedisOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Redis";

    /// <summary>Servers, as StackExchange.Redis reads them, e.g. <c>redis-1:6379,redis-2:6379</c>. Settings may follow, after commas; those below win over them.
    /// Default <c>localhost:6379</c>.</summary>
    public string Configuration { get; set; } = "localhost:6379";

    /// <summary>User to log in as. Default null: the server's default user.</summary>
    public string? User { get; set; }

    /// <summary>Password. Default null: none. It is never logged.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds the password, such as a mounted secret; read when the connection is made. Default null.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Whether the connection is encrypted. Default false.</summary>
    public bool UseTls { get; set; }

    /// <summary>Name that the server's certificate must have. Default null: the host name it is called by.</summary>
    public string? TlsHost { get; set; }

    /// <summary>A PEM file with the authority that must have issued the server's certificate. Default null: those that the machine trusts.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>What all keys begin with, so that several applications can share a server. 1 to 64 letters, digits, '.', '_', '-' or ':'; default <c>modelops</c>.</summary>
    public string KeyPrefix { get; set; } = "modelops";

    /// <summary>How long a connection may take to be made. 100 ms to 1 min; default 2 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a command may take before it is given up. 100 ms to 1 min; default 1 s. The response cache and the limits wait less.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
