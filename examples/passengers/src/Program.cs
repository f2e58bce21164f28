using BigBen.ServiceDefaults;

return args is [SeedProgram.Verb, .. var files]
    ? await SeedProgram.RunAsync(files)
    : await ServiceProgram.RunAsync(args, BigBen.Examples.Passengers.Service.Build);
