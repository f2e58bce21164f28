using BigBen.ServiceDefaults;

return args is [MigrationProgram.Verb]
    ? await MigrationProgram.RunAsync()
    : await ServiceProgram.RunAsync(args, BigBen.Examples.Users.Service.Build);
